namespace Pipeline.Tests.Data;

/// <summary>A folder that a test may fill; gone with all its content when the test ends.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private const string Memory = "/dev/shm";

    /// <summary>A folder on the disk, or in memory where there is such a place and the test makes many small files.</summary>
    public TemporaryFolder(bool inMemory = false) => Root = inMemory && Directory.Exists(Memory)
        ? Directory.CreateDirectory(Path.Combine(Memory, "pipeline-tests-" + Guid.NewGuid().ToString("N"))).FullName
        : Directory.CreateTempSubdirectory("pipeline-tests-").FullName;

    public string Root { get; }

    public string PathOf(string name) => Path.Combine(Root, name);

    public string Write(string name, string content)
    {
        File.WriteAllText(PathOf(name), content);
        return PathOf(name);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}

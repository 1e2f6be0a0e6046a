using Pipeline.Cli.Display;
using Pipeline.Cli.Models;
using Pipeline.Core.Inputs;

namespace Pipeline.Cli.Pulling;

/// <summary>Brings everything a plan asks for, one file after another.</summary>
internal sealed class Pull(PullPlan plan, Download download, IRunDisplay display, CancellationToken cancellation)
{
    /// <summary>What a model can be read without; the last three say what one may do with it.</summary>
    private static readonly string[] Beside = ["tokenizer.json", "tokenizer_config.json", "README.md", "LICENSE", "NOTICE"];

    private const string IfThereIsOne = ", if there is one";

    private readonly List<Pulled> pulled = [];

    /// <summary>Brings the files; those that are here already, unchanged since they were pulled, are left alone.</summary>
    /// <exception cref="BadInputException">A file cannot be had; those before it stay.</exception>
    public IReadOnlyList<Pulled> Run()
    {
        var made = MakeFolder(plan.Folder);
        try
        {
            if (plan.Files.Count > 0) foreach (var file in plan.Files) Need(file, "a name that the repository or server has");
            else Model(plan.Hub!);
            return pulled;
        }
        finally
        {
            if (made && !Directory.EnumerateFileSystemEntries(plan.Folder).Any()) Directory.Delete(plan.Folder);
        }
    }

    /// <summary>A model in safetensors: its config, its weights in one file or in those that an index names, and what lies beside them.</summary>
    private void Model(Hub hub)
    {
        Need(Of(hub, FolderEntry.Config), "a repository with config.json and safetensors, or --file NAME such as --file model.gguf, or another --revision");
        if (!Try(Of(hub, FolderEntry.Whole), IfThereIsOne))
        {
            Need(Of(hub, FolderEntry.Index), $"a repository with {FolderEntry.Whole} or {FolderEntry.Index}, or --file NAME");
            foreach (var shard in ModelFacts.Shards(Path.Combine(plan.Folder, FolderEntry.Index))) Need(Of(hub, shard), $"every file that {FolderEntry.Index} names");
        }
        foreach (var name in Beside) Try(Of(hub, name), IfThereIsOne);
    }

    private static Wanted Of(Hub hub, string name) => new(hub.Address(name), name, hub.Revision, null);

    private void Need(Wanted wanted, string expected)
    {
        if (!Try(wanted)) throw Failures.Missing(Addresses.Shown(wanted.Address), expected);
    }

    private bool Try(Wanted wanted, string note = "")
    {
        var found = AlreadyHere(wanted) ?? Fetch(wanted, wanted.Name + note);
        if (found is not null) pulled.Add(found);
        return found is not null;
    }

    private Pulled? Fetch(Wanted wanted, string stage)
    {
        if (Path.GetDirectoryName(Path.Combine(plan.Folder, wanted.Name)) is { } folder) MakeFolder(folder);
        try
        {
            return display.Stage(stage, progress => download.Fetch(wanted, plan.Folder, progress, cancellation).GetAwaiter().GetResult());
        }
        catch (HttpRequestException failure)
        {
            throw Failures.Unreachable(Addresses.Shown(wanted.Address), failure);
        }
    }

    /// <summary>A file that was pulled from the same place before and is unchanged, or that has the digest asked for; null if there is no file of the name.</summary>
    /// <exception cref="BadInputException">Another file of that name is here.</exception>
    private Pulled? AlreadyHere(Wanted wanted)
    {
        var path = Path.Combine(plan.Folder, wanted.Name);
        if (Directory.Exists(path)) throw new BadInputException(path, "There is a folder of this name.", "another folder after --to");
        if (!File.Exists(path)) return null;
        var digest = Hashing.OfFile(path, null, cancellation);
        var url = Addresses.Shown(wanted.Address);
        // The query of an address is not written down, so an address with one is not known again.
        var origin = Origins.Of(path);
        var same = wanted.Expected is { } expected ? digest == expected : origin is not null && origin.Sha256 == digest && origin.Url == url && wanted.Address.Query.Length == 0;
        if (!same) throw new BadInputException(path, $"Another file of this name is here already, and it stays. Its digest is {digest}.", "another folder after --to, or delete the file");
        var known = origin is not null && origin.Sha256 == digest
            ? origin
            : new Origin(Path.GetFileName(path), url, wanted.Revision, digest, new FileInfo(path).Length, "given digest", new DateTimeOffset(File.GetLastWriteTimeUtc(path)));
        return new Pulled(wanted.Name, path, known, IsNew: false, Resumed: 0);
    }

    /// <returns>Whether it was not there before.</returns>
    private static bool MakeFolder(string path)
    {
        if (Directory.Exists(path)) return false;
        try
        {
            Directory.CreateDirectory(path);
            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(new Problem(path, "The folder cannot be made.", "a folder this user may write to"), refused);
        }
    }
}

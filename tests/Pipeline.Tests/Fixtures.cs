namespace Pipeline.Tests;

/// <summary>Finds files that tests need: golden vectors beside the tests, models and samples in the repository.</summary>
public static class Fixtures
{
    /// <summary>The repository's root: the nearest folder above the tests that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A golden file, copied beside the tests.</summary>
    public static string Golden(params string[] parts) => Path.Combine([AppContext.BaseDirectory, "Golden", .. parts]);

    /// <summary>A file that ships with the product.</summary>
    public static string Shipped(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Pipeline.sln"))) return folder.FullName;
        throw new InvalidOperationException("The tests run outside the repository: no Pipeline.sln above them.");
    }
}

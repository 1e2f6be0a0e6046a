namespace Pipeline.Cli;

/// <summary>Finds what ships with the program: the nearest folder above it that holds the solution is the clone it was built in.</summary>
internal static class Shipped
{
    /// <summary>A path within the clone, or the same path below the current folder if the program runs outside a clone.</summary>
    public static string Path(params string[] parts)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Pipeline.sln"))) return System.IO.Path.Combine([folder.FullName, .. parts]);
        return System.IO.Path.Combine(parts);
    }

    /// <summary>The folder of models.</summary>
    public static string Models => Path("pipelines", "models");
}

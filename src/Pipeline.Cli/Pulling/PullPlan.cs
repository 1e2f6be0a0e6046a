using Pipeline.Cli.Models;
using Pipeline.Core;
using Pipeline.Core.Inputs;

namespace Pipeline.Cli.Pulling;

/// <summary>What a person asked <c>model pull</c> for, checked.</summary>
/// <param name="Folder">The folder to fill, absolute.</param>
/// <param name="Hub">The repository; null when the source is an address.</param>
/// <param name="Files">The files asked for by name; none means the model of the repository.</param>
internal sealed record PullPlan(string Folder, Hub? Hub, IReadOnlyList<Wanted> Files)
{
    /// <summary>The first address that is asked.</summary>
    public Uri First => Files.Count > 0 ? Files[0].Address : new Uri(Hub!.Host);

    /// <summary>Reads the arguments of the command; asks nothing of the network.</summary>
    /// <exception cref="BadInputException">They are not possible, or contradict each other.</exception>
    public static PullPlan Of(string source, string? to, string? sha256, IReadOnlyList<string> files, string? revision, string? host)
    {
        if (!Addresses.HasScheme(source) && (File.Exists(source) || Directory.Exists(source)))
            throw new BadInputException(source, "This is on this machine already; nothing is to be pulled.", "https://... or owner/name");
        var expected = sha256 is null ? null : Digest(sha256);
        if (!Addresses.HasScheme(source)) return FromHub(Hub.Parse(source, revision, host), to, expected, files);
        foreach (var (given, option) in new[] { (files.Count > 0, "--file"), (revision is not null, "--revision"), (host is not null, "--host") })
            if (given) throw new BadInputException(option, "This belongs to the id of a repository, and SOURCE is a web address.", "owner/name as SOURCE");
        var address = Addresses.Parse(source, "SOURCE");
        var name = Uri.UnescapeDataString(address.Segments[^1]);
        return FileNames.AreSafe(name)
            ? new PullPlan(Path.GetFullPath(to ?? Shipped.Models), null, [new Wanted(address, name, null, expected)])
            : throw new BadInputException("SOURCE", "The address does not end in a name that a file can have here.", "a path such as /models/small.gguf");
    }

    private static PullPlan FromHub(Hub hub, string? to, Digest? expected, IReadOnlyList<string> files)
    {
        if (files.FirstOrDefault(file => !FileNames.AreSafe(file)) is { } bad)
            throw new BadInputException("--file", $"'{new string([.. bad.Where(c => !char.IsControl(c))])}' is no name that a file can have here.", "letters, digits and . - _ +, with / between folders");
        if (files.Distinct(StringComparer.OrdinalIgnoreCase).Count() < files.Count) throw new BadInputException("--file", "A file is named twice.");
        if (expected is not null && files.Count != 1)
            throw new BadInputException("--sha256", $"A digest belongs to one file, and {(files.Count == 0 ? "none is named" : $"{files.Count} are named")}.", "one --file NAME beside it");
        return new PullPlan(Path.GetFullPath(to ?? Path.Combine(Shipped.Models, hub.Name)), hub,
            [.. files.Select(file => new Wanted(hub.Address(file), file, hub.Revision, expected))]);
    }

    private static Digest Digest(string text)
    {
        var hex = (text.StartsWith("sha256:", StringComparison.OrdinalIgnoreCase) ? text["sha256:".Length..] : text).ToLowerInvariant();
        try
        {
            return Core.Digest.Parse("sha256:" + hex);
        }
        catch (FormatException)
        {
            throw new BadInputException("--sha256", "This is no SHA-256.", "64 hexadecimal digits");
        }
    }
}

/// <summary>One file to pull.</summary>
/// <param name="Address">Where it lies.</param>
/// <param name="Name">What it is called below the folder.</param>
/// <param name="Revision">The revision of the hub; null for a plain address.</param>
/// <param name="Expected">The digest it must have, if that is known beforehand.</param>
internal sealed record Wanted(Uri Address, string Name, string? Revision, Digest? Expected);

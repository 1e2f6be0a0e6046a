using Pipeline.Cli.Models;
using Pipeline.Core.Inputs;

namespace Pipeline.Cli.Pulling;

/// <summary>A hub of model repositories: <c>{host}/{owner}/{name}/resolve/{revision}/{file}</c>.</summary>
/// <param name="Host">Base address, without a slash at its end.</param>
/// <param name="Id"><c>owner/name</c>.</param>
/// <param name="Revision">Branch, tag or commit.</param>
internal sealed record Hub(string Host, string Id, string Revision)
{
    /// <summary>The environment variable that names another hub.</summary>
    public const string Variable = "PIPELINE_MODEL_HUB";

    /// <summary>The hub that is asked when nobody names one.</summary>
    public const string DefaultHost = "https://huggingface.co";

    /// <summary>The revision that is pulled when nobody names one.</summary>
    public const string DefaultRevision = "main";

    private const int Longest = 200;

    /// <summary>The repository's name without its owner.</summary>
    public string Name => Id[(Id.IndexOf('/', StringComparison.Ordinal) + 1)..];

    /// <summary>Checks every part before anything is asked of the network.</summary>
    /// <exception cref="BadInputException">The id, the revision or the host is not possible.</exception>
    public static Hub Parse(string id, string? revision, string? host)
    {
        if (id.Count(c => c == '/') != 1 || !FileNames.AreSafe(id))
            throw new BadInputException("SOURCE", "This is neither a web address nor the id of a repository.", "https://... or owner/name");
        revision ??= DefaultRevision;
        if (revision.Length is 0 or > Longest || !revision.Split('/').All(part => part.Length > 0 && part[0] != '.' && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')))
            throw new BadInputException("--revision", "This cannot be a revision.", "a branch, a tag or a commit");
        var named = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } value ? value : null;
        var where = host is not null ? "--host" : named is not null ? Variable : "hub";
        var at = Addresses.Parse(host ?? named ?? DefaultHost, where);
        if (at.Query.Length > 0 || at.Fragment.Length > 0) throw new BadInputException(where, "The base address of a hub has no query.", "such as https://hub.example");
        return new Hub(at.AbsoluteUri.TrimEnd('/'), id, revision);
    }

    /// <summary>Where a file of the repository lies.</summary>
    public Uri Address(string file) =>
        new($"{Host}/{Id}/resolve/{Uri.EscapeDataString(Revision)}/{string.Join('/', file.Split('/').Select(Uri.EscapeDataString))}");
}

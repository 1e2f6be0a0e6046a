using Pipeline.Core.Inputs;

namespace Pipeline.Cli.Pulling;

/// <summary>Web addresses as they are given, followed and shown.</summary>
internal static class Addresses
{
    /// <summary>Reads an http or https address.</summary>
    /// <exception cref="BadInputException">It is none, or has a user name or password in it.</exception>
    public static Uri Parse(string text, string where)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || !IsWeb(address) || address.Host.Length == 0)
            throw new BadInputException(where, "This is no web address.", "http:// or https://, a host and a path");
        if (address.UserInfo.Length > 0)
            throw new BadInputException(where, "The address holds a user name or password; it would end up in shell histories and files.", "an address without one");
        return address;
    }

    /// <summary>Whether a text looks like an address of some scheme rather than a repository id.</summary>
    public static bool HasScheme(string text) => text.Contains("://", StringComparison.Ordinal);

    /// <summary>The address without its query, which may hold a signature, and without its fragment.</summary>
    public static string Shown(Uri address) => address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <summary>Where a redirect leads.</summary>
    /// <exception cref="BadInputException">Nowhere, away from the web, or from https to http, where anyone on the way could change the file.</exception>
    public static Uri Next(Uri from, Uri? location)
    {
        if (location is null || !Uri.TryCreate(from, location, out var next) || !IsWeb(next))
            throw new BadInputException(Shown(from), "The server redirects to no web address.");
        return from.Scheme == Uri.UriSchemeHttps && next.Scheme == Uri.UriSchemeHttp
            ? throw new BadInputException(Shown(from), "The server redirects from https to http, where anyone on the way could change the file; refused.", "a redirect to https")
            : next;
    }

    private static bool IsWeb(Uri address) => address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps;
}

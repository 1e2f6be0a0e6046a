using System.Net;
using Pipeline.Core.Inputs;

namespace Pipeline.Cli.Pulling;

/// <summary>What goes wrong on the network: what may pass when tried again, and what to say of the rest. A server's own words are never repeated.</summary>
internal static class Failures
{
    /// <summary>Whether trying again may help.</summary>
    public static bool MayPass(Exception failure) => failure switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError } => false,
        HttpRequestException or IOException => true,
        _ => false,
    };

    /// <summary>The error for an answer that brings no file.</summary>
    public static Exception Of(HttpStatusCode status, string url) => (int)status switch
    {
        401 or 403 => new BadInputException(url, $"The server refuses to hand out this file ({(int)status}); this program signs in nowhere.", "a file that everyone may have, or fetch it yourself and put it into the folder"),
        408 or 425 or 429 or >= 500 => new HttpRequestException($"The server answers {(int)status}.", null, status),
        _ => new BadInputException(url, $"The server answers {(int)status}, which brings no file."),
    };

    /// <summary>The error when the server has no such file.</summary>
    public static BadInputException Missing(string url, string expected) => new(url, "The server has no such file (404).", expected);

    /// <summary>The error when nothing helped.</summary>
    public static BadInputException GaveUp(string url, long bytes, Exception last)
    {
        var kept = bytes > 0 ? $" {bytes:N0} bytes are kept, and the same command continues from there where the server allows it." : "";
        return new BadInputException(new Problem(url, $"{Word(last)} {Download.Attempts} attempts brought nothing new.{kept}"), last);
    }

    /// <summary>The error when trying again cannot help.</summary>
    public static BadInputException Unreachable(string url, HttpRequestException failure) => new(new Problem(url, Word(failure)), failure);

    private static string Word(Exception failure) => failure switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "There is no host of this name, or this machine is not on the network.",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "The server could not prove who it is (TLS).",
        HttpRequestException { StatusCode: { } status } => $"The server answers {(int)status}.",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => "The server cannot be reached.",
        _ => "The connection breaks.",
    };
}

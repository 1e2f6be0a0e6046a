using Pipeline.Core;

namespace Pipeline.Cli.Models;

/// <summary>Where a file of a model came from.</summary>
/// <param name="File">Its name in the folder of <c>SOURCE.txt</c>.</param>
/// <param name="Url">The address without its query, which may hold a signature.</param>
/// <param name="Revision">The revision asked of a hub; null for a plain address.</param>
/// <param name="Sha256">The digest of the bytes that came.</param>
/// <param name="Bytes">Their number.</param>
/// <param name="Checked">What the digest was compared with before the file got its name.</param>
/// <param name="Pulled">When.</param>
internal sealed record Origin(string File, string Url, string? Revision, Digest Sha256, long Bytes, string Checked, DateTimeOffset Pulled);

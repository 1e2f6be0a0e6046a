using Pipeline.Core;
using Pipeline.Core.Inputs;
using Pipeline.Data.Sources.Columnar;
using Pipeline.Data.Sources.Text;

namespace Pipeline.Data.Sources;

/// <summary>Opens source files of every format.</summary>
public static class SourceTable
{
    /// <summary>Opens a file and checks all of it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">What it is; never guessed.</param>
    /// <param name="encoding">Encoding of a text file; null means UTF-8.</param>
    /// <param name="progress">How far the check has come.</param>
    /// <param name="cancellation">Ends the check.</param>
    /// <exception cref="BadInputException">The file is missing or broken; says where, never what stands there.</exception>
    public static ITableReader Open(string path, SourceFormat format, string? encoding, IProgress<StageProgress>? progress, CancellationToken cancellation) =>
        Open(path, format, encoding, progress, cancellation, out _);

    /// <summary>The same, with the digest of the file as it was before it was checked.</summary>
    internal static ITableReader Open(
        string path, SourceFormat format, string? encoding, IProgress<StageProgress>? progress, CancellationToken cancellation, out Digest digest)
    {
        try
        {
            digest = Digest.OfFile(path);
            if (encoding is not null && (format is SourceFormat.Parquet or SourceFormat.JsonLines) && !IsUtf8(encoding))
                throw new BadInputException(path, $"A {(format == SourceFormat.Parquet ? "Parquet" : "JSON Lines")} file is always UTF-8.", "no other encoding to be stated");
            return format switch
            {
                SourceFormat.Parquet => ParquetTable.Open(path, progress, cancellation),
                SourceFormat.Csv => CsvTable.Open(path, ',', encoding, progress, cancellation),
                SourceFormat.Tsv => CsvTable.Open(path, '\t', encoding, progress, cancellation),
                SourceFormat.JsonLines => JsonLinesTable.Open(path, progress, cancellation),
                _ => throw new ArgumentOutOfRangeException(nameof(format)),
            };
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BadInputException(new Problem(path, "There is no such file.", "the path of a file that exists", NearestFile(path)), missing);
        }
        catch (Exception refused) when (refused is UnauthorizedAccessException or IOException)
        {
            throw new BadInputException(new Problem(path, "It cannot be read: " + refused.Message, "a file that you may read"), refused);
        }
    }

    /// <summary>The file is not the one that was checked.</summary>
    internal static BadInputException Changed(string path) => new(path, "The file changed while it was being read.", "a file that nothing writes to meanwhile");

    /// <summary>Finds columns by name.</summary>
    internal static int[] IndicesOf(string path, IReadOnlyList<string> present, IReadOnlyList<string> asked)
    {
        var indices = asked.Select(name => IndexOf(present, name)).ToArray();
        var missing = asked.Where((_, i) => indices[i] < 0).Distinct().Select(name => new Problem(
            path, $"It has no column '{name}'.", $"one of {Listed(present)}", NearestName.Of(name, present))).ToList();
        return missing.Count == 0 ? indices : throw new BadInputException(missing);
    }

    private static bool IsUtf8(string encoding) =>
        encoding.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || encoding.Equals("utf8", StringComparison.OrdinalIgnoreCase);

    private static int IndexOf(IReadOnlyList<string> names, string name)
    {
        for (var i = 0; i < names.Count; i++)
            if (names[i] == name) return i;
        return -1;
    }

    private static string Listed(IReadOnlyList<string> names) =>
        names.Count == 0 ? "the columns, of which it has none" : string.Join(", ", names.Take(20)) + (names.Count > 20 ? $" and {names.Count - 20} more" : "");

    private static string? NearestFile(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        return Directory.Exists(folder) ? NearestName.Of(Path.GetFileName(path), Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file))) : null;
    }
}

using System.Buffers;
using System.Text;
using Pipeline.Core.Inputs;

namespace Pipeline.Data.Sources.Text;

/// <summary>
/// Records of delimited text, strictly by RFC 4180: quotes enclose a whole field or none of it. Lines end with LF, CRLF or
/// CR; empty lines are passed over; everything inside quotes is kept as it stands.
/// </summary>
internal sealed class CsvRecords(string path, StrictText text, char delimiter)
{
    /// <summary>A longer field is taken for a quote that never closes, rather than a file held in memory.</summary>
    private const int LongestField = 64 << 20;

    private static readonly SearchValues<char> EndsQuoted = SearchValues.Create("\"\r\n");

    private readonly SearchValues<char> endsBare = SearchValues.Create(['"', '\r', '\n', delimiter]);
    private readonly StringBuilder field = new();
    private long line = 1;

    /// <summary>The fields of each record and the line it begins on.</summary>
    /// <exception cref="BadInputException">A quote stands where none may, or never closes.</exception>
    public IEnumerable<(long Line, List<string> Fields)> Read()
    {
        while (text.Peek() >= 0)
        {
            var began = line;
            var fields = new List<string>();
            var quoted = false;
            int ended;
            do
            {
                quoted = text.Peek() == '"';
                ended = quoted ? Quoted() : Bare();
                fields.Add(field.ToString());
                field.Clear();
            }
            while (ended == delimiter);
            if (ended >= 0) PassLineEnd(ended);
            if (fields.Count > 1 || quoted || fields[0].Length > 0) yield return (began, fields);
        }
    }

    private int Bare()
    {
        while (true)
        {
            Append(text.Run(endsBare), line);
            var c = text.Next();
            if (c < 0 || c == delimiter || c is '\r' or '\n') return c;
            if (c == '"') throw new BadInputException($"{path}, line {line}", "A quote stands inside a field that does not begin with one.", "the whole field in quotes, and quotes in it doubled");
            Append([(char)c], line);
        }
    }

    private int Quoted()
    {
        var opened = line;
        text.Next();
        while (true)
        {
            Append(text.Run(EndsQuoted), opened);
            var c = text.Next();
            if (c < 0) throw new BadInputException($"{path}, line {opened}", "The quote that opens on this line never closes.", "a closing quote before the end of the file");
            if (c == '"')
            {
                if (text.Peek() != '"') break;
                text.Next();
            }
            else if (c == '\n' || (c == '\r' && text.Peek() != '\n')) line++;
            Append([(char)c], opened);
        }
        var after = text.Next();
        return after < 0 || after == delimiter || after is '\r' or '\n'
            ? after
            : throw new BadInputException($"{path}, line {line}", "Text follows a closing quote.", "a delimiter or the end of the line after it, and quotes inside a field doubled");
    }

    private void Append(ReadOnlySpan<char> run, long began)
    {
        if (field.Length + run.Length > LongestField)
            throw new BadInputException($"{path}, line {began}", $"A field that begins on this line is longer than {LongestField} characters.", "every opening quote to have a closing one");
        field.Append(run);
    }

    private void PassLineEnd(int ended)
    {
        if (ended == '\r' && text.Peek() == '\n') text.Next();
        line++;
    }
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace Pipeline.Core.Plans;

/// <summary>
/// A kind of private value that a suite describes by a regular expression, such as a staff number. The expression is matched
/// without backtracking, in time that grows with the text and not with the text's power, and under a time limit besides.
/// </summary>
/// <param name="Name">What the writer calls it; it appears in reports.</param>
/// <param name="Expression">A .NET regular expression without look-around, back references and atomic groups.</param>
public sealed record ValuePattern(string Name, string Expression)
{
    /// <summary>Longest expression taken.</summary>
    public const int MostCharacters = 256;

    /// <summary>Most patterns an audit takes.</summary>
    public const int MostPatterns = 32;

    /// <summary>What the counts of all repetitions, such as the 6 of <c>[0-9]{6}</c>, may multiply to: the automaton grows with it.</summary>
    public const int MostRepeats = 10_000;

    /// <summary>What is allowed, for a problem's text.</summary>
    public const string Allowed = "a regular expression that matches at least one character, without look-around, back references and atomic groups";

    /// <summary>Time for one text.</summary>
    public static TimeSpan TimeLimit { get; } = TimeSpan.FromSeconds(2);

    /// <summary>Why the expression cannot be used, as a clause; null when it can.</summary>
    public string? Problem()
    {
        if (Expression.Length > MostCharacters) return $"is longer than {MostCharacters} characters";
        if (Repeats() > MostRepeats) return $"repeats more than {MostRepeats} times";
        try
        {
            var regex = Compile();
            // A pattern that matches nothing at all matches everywhere. The probe has an edge of a word, a digit and a space.
            if (regex.IsMatch("") || regex.Matches("a 1").Any(match => match.Length == 0)) return "matches the empty text";
            return null;
        }
        catch (RegexParseException broken)
        {
            return $"is no regular expression: {Described(broken.Error)} at character {broken.Offset.ToString(CultureInfo.InvariantCulture)}";
        }
        catch (NotSupportedException)
        {
            return "uses look-around, a back reference, an atomic group or another construct that needs backtracking";
        }
        catch (RegexMatchTimeoutException)
        {
            return "takes too long on three characters";
        }
    }

    /// <summary>The expression, ready to match.</summary>
    /// <exception cref="RegexParseException">It is no regular expression.</exception>
    /// <exception cref="NotSupportedException">It would need backtracking.</exception>
    public Regex Compile() => new(Expression, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, TimeLimit);

    private double Repeats()
    {
        var product = 1.0;
        foreach (var count in Counted.EnumerateMatches(Expression))
        {
            var ends = Expression.AsSpan(count.Index, count.Length).Trim("{}");
            var comma = ends.IndexOf(',');
            var most = comma < 0 || comma == ends.Length - 1 ? ends.TrimEnd(',') : ends[(comma + 1)..];
            product *= Math.Max(1, double.Parse(most, CultureInfo.InvariantCulture));
        }
        return product;
    }

    /// <summary>The parser's own words for a mistake, from UnrecognizedEscape to unrecognized escape.</summary>
    private static string Described(RegexParseError error) =>
        string.Concat(error.ToString().Select((c, i) => char.IsUpper(c) ? $"{(i > 0 ? " " : "")}{char.ToLowerInvariant(c)}" : $"{c}"));

    private static readonly Regex Counted = new(@"\{[0-9]{1,9}(?:,[0-9]{0,9})?\}", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
}

using System.Text.RegularExpressions;
using CsCheck;
using Pipeline.Core.Inputs;

namespace Pipeline.Tests.Files;

/// <summary>Whatever a slip of the hand makes of a file: it loads, or it is refused with located problems.</summary>
public sealed class RandomEditTests
{
    private static readonly string[] Files = [Desk.Tickets, Desk.Suite, Desk.Policy];

    private static readonly Regex Located =
        new(@"^(pipelines/tickets|audits/standard|policies/standard)\.yaml(, line [1-9][0-9]*, column [1-9][0-9]*)?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    private static readonly string[] Pieces =
        [":", " ", "  ", "\n", "\n\n", "-", "- ", "{", "}", "[", "]", ",", "\"", "'", "#", "&a", "*a", "!!int", "---\n", "...", "|", ">", "?", "%", "0", "-1", "1e999", "NaN", "null", "~", "\t", "\0", "é", "\ud83d\ude00", "\u2028", "upper 95 %: ", "at most", "\\", "\"\\ud800\"", "<<: ", "text: "];

    private static readonly Gen<(int File, (double At, int Kind, int Length, int Piece)[] Edits)> Slips =
        Gen.Select(Gen.Int[0, 2], Gen.Select(Gen.Double[0, 1], Gen.Int[0, 3], Gen.Int[1, 40], Gen.Int[0, Pieces.Length - 1]).Array[1, 4]);

    [Fact]
    public void Never_crashes_the_loader()
    {
        using var desk = new Desk();
        var gate = new Lock();
        Slips.Sample(slip =>
        {
            var file = Files[slip.File];
            var text = Desk.Text(file);
            foreach (var edit in slip.Edits) text = Apply(text, edit.At, edit.Kind, edit.Length, Pieces[edit.Piece]);
            lock (gate)
            {
                desk.Write(file, text);
                try
                {
                    return desk.Load().Task.Labels.Count >= 2;
                }
                catch (BadInputException refused)
                {
                    return refused.Problems.Count > 0 && refused.Problems.All(problem => Located.IsMatch(problem.Where) && problem.What.Length > 0);
                }
                finally
                {
                    desk.Write(file, Desk.Text(file));
                }
            }
        }, iter: 600);
    }

    /// <summary>Takes a piece out, puts one in, doubles one, or moves the lines about.</summary>
    private static string Apply(string text, double at, int kind, int length, string piece)
    {
        var start = (int)(at * (text.Length - 1));
        var end = Math.Min(text.Length, start + length);
        return kind switch
        {
            0 => text.Remove(start, end - start),
            1 => text.Insert(start, piece),
            2 => text.Insert(start, text[start..end]),
            _ => Swapped(text, start, length),
        };
    }

    private static string Swapped(string text, int start, int distance)
    {
        var lines = text.Split('\n');
        var first = text[..start].Split('\n').Length - 1;
        var second = (first + distance) % lines.Length;
        (lines[first], lines[second]) = (lines[second], lines[first]);
        return string.Join('\n', lines);
    }
}

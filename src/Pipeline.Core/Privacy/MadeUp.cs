using Pipeline.Core.Corpora;
using Pipeline.Core.Numerics;

namespace Pipeline.Core.Privacy;

/// <summary>
/// A value that no person stands behind. Only <see cref="MadeUp"/> makes one, out of counts, labels and constants of its own, so
/// nothing read from anywhere can be in it: a mechanism run on it spends no budget and needs no receipt.
/// </summary>
/// <typeparam name="T">What was made up.</typeparam>
public sealed class MadeUp<T>
    where T : notnull
{
    internal MadeUp(T value) => Value = value;

    /// <summary>The value: public.</summary>
    public T Value { get; }
}

/// <summary>Units of made-up feature vectors that are all alike.</summary>
/// <param name="Units">How many units.</param>
/// <param name="RecordsEach">Records of each unit.</param>
/// <param name="Label">Index of their label.</param>
/// <param name="Length">phi is so many times <see cref="MadeUp.Direction"/>: 1 is the longest a feature map gives, more only a clip can bound.</param>
public sealed record MadeUpUnits(int Units, int RecordsEach, int Label, double Length);

/// <summary>How a made-up text looks; the two differ in every respect that a surface style counts.</summary>
public enum MadeUpVoice
{
    /// <summary>Lower case, one short line with a straight apostrophe and no digit.</summary>
    Quiet,

    /// <summary>Upper case, several lines, spaced marks, a curly apostrophe, digits, no end.</summary>
    Loud,
}

/// <summary>Makes data up.</summary>
public static class MadeUp
{
    private const string Quiet = "it isn't here yet, and nobody knows why.";

    private const string Loud = "IT ISN\u2019T HERE AFTER 12 DAYS , AND NOBODY WHO I RANG KNOWS WHY ; I RANG 3 TIMES\nPLEASE SEND IT AGAIN , AT ONCE";

    /// <summary>A unit vector that points along every coordinate alike, in turn up and down, so that noise missing on any one of them shows.</summary>
    public static double[] Direction(int dimensions) =>
        [.. Enumerable.Range(0, dimensions).Select(j => (j % 2 == 0 ? 1 : -1) / Math.Sqrt(dimensions))];

    /// <summary>Feature vectors along <see cref="Direction"/>.</summary>
    public static MadeUp<LabelledVectors> Vectors(int dimensions, IReadOnlyList<MadeUpUnits> kinds)
    {
        var (vectors, labels, units) = (new List<double[]>(), new List<int>(), new List<string>());
        foreach (var kind in kinds)
        {
            var phi = Direction(dimensions);
            Dense.AddScaled(phi, kind.Length - 1, Direction(dimensions));
            for (var unit = 0; unit < kind.Units; unit++)
            {
                var name = $"made-up {units.Count}";
                for (var record = 0; record < kind.RecordsEach; record++)
                {
                    vectors.Add(phi);
                    labels.Add(kind.Label);
                    units.Add(name);
                }
            }
        }
        return new MadeUp<LabelledVectors>(new LabelledVectors([.. vectors], [.. labels], [.. units]));
    }

    /// <summary>The one text of a voice.</summary>
    public static string Text(MadeUpVoice voice) => voice == MadeUpVoice.Loud ? Loud : Quiet;

    /// <summary>Texts in one voice.</summary>
    public static MadeUp<Corpus> Texts(int units, int recordsEach, MadeUpVoice voice) => new(new Corpus(
    [
        .. from unit in Enumerable.Range(0, units)
           from record in Enumerable.Range(0, recordsEach)
           select new SourceRecord($"made-up {unit}-{record}", $"made-up {unit}", "", Text(voice)),
    ]));
}

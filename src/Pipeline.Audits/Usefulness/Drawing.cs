using Pipeline.Core.Corpora;

namespace Pipeline.Audits.Usefulness;

/// <summary>Random training sets with given numbers of each class.</summary>
internal static class Drawing
{
    /// <summary>Places drawn without replacement, as many of each class as asked for, or all there are.</summary>
    public static int[] Places(int[] labels, int[] perClass, Random random)
    {
        var order = Enumerable.Range(0, labels.Length).ToArray();
        random.Shuffle(order);
        var left = (int[])perClass.Clone();
        return [.. order.Where(i => left[labels[i]]-- > 0)];
    }

    /// <summary>A drawn set; one draw is enough where there is nothing to choose.</summary>
    public static IReadOnlyList<LabelledVectors> Sets(LabelledVectors pool, int[] perClass, int draws, Random random)
    {
        var all = PerClass(pool.Labels, perClass.Length).Zip(perClass, (there, wanted) => there <= wanted).All(exhausted => exhausted);
        return [.. Enumerable.Range(0, all ? 1 : draws).Select(_ => At(pool, Places(pool.Labels, perClass, random)))];
    }

    /// <summary>Texts of each class.</summary>
    public static int[] PerClass(int[] labels, int classes) => [.. Enumerable.Range(0, classes).Select(c => labels.Count(label => label == c))];

    /// <summary>As many texts in all as asked for, divided as the given numbers are; largest remainders are rounded up.</summary>
    public static int[] Scaled(int[] perClass, int wanted)
    {
        var whole = perClass.Sum();
        double[] exact = [.. perClass.Select(own => (double)own * wanted / whole)];
        int[] scaled = [.. exact.Select(share => (int)share)];
        foreach (var c in Enumerable.Range(0, exact.Length).OrderByDescending(c => exact[c] - scaled[c]).Take(wanted - scaled.Sum()).ToList()) scaled[c]++;
        return scaled;
    }

    private static LabelledVectors At(LabelledVectors pool, int[] places) =>
        new([.. places.Select(i => pool.Vectors[i])], [.. places.Select(i => pool.Labels[i])], []);
}

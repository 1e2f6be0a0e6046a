using System.IO.Compression;
using System.Text;
using Pipeline.Audits.Distances;
using Pipeline.Core.Evidence;

namespace Pipeline.Audits.Membership;

/// <summary>A way to guess from the synthetic text whether a record was learned from: a higher score says it was.</summary>
internal abstract class MembershipSignal
{
    /// <summary>As measures name it.</summary>
    public abstract string Name { get; }

    /// <summary>A finite number for any text, an empty one included.</summary>
    public abstract double ScoreOf(RecordText record);
}

/// <summary>How likely the record is under a word model of the synthetic text alone, a word at a time (Canary's Echo).</summary>
internal sealed class LikelihoodSignal(NGramModel synthetic) : MembershipSignal
{
    public const string SignalName = "n-gram likelihood";

    public override string Name => SignalName;

    public override double ScoreOf(RecordText record) => synthetic.MeanLogLikelihood(record.Words);
}

/// <summary>The same less the likelihood under a word model of public texts: what is likely anyway counts for nothing.</summary>
internal sealed class RatioSignal(NGramModel synthetic, NGramModel reference) : MembershipSignal
{
    public const string SignalName = "n-gram ratio";

    public override string Name => SignalName;

    public override double ScoreOf(RecordText record) => synthetic.MeanLogLikelihood(record.Words) - reference.MeanLogLikelihood(record.Words);
}

/// <summary>The record's surprise under the word model for each bit of its own zlib compression (Carlini et al. 2021): simple texts are likely anyway.</summary>
internal sealed class ZlibSignal(NGramModel synthetic) : MembershipSignal
{
    public const string SignalName = "zlib ratio";

    public override string Name => SignalName;

    public override double ScoreOf(RecordText record) => synthetic.LogLikelihood(record.Words) / BitsOf(record.Text);

    /// <summary>Bits of the text in UTF-8, compressed alone.</summary>
    public static double BitsOf(string text)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true)) zlib.Write(Encoding.UTF8.GetBytes(text));
        return 8.0 * compressed.Length;
    }
}

/// <summary>How near the nearest synthetic text lies in the judge's space: distance to closest record, the record asking.</summary>
internal sealed class ClosestTextSignal(IReadOnlyList<NearestRecord> training, IReadOnlyList<NearestRecord> holdout) : MembershipSignal
{
    public const string SignalName = "closest text";

    public override string Name => SignalName;

    public override double ScoreOf(RecordText record) => -(record.Part == Against.Training ? training : holdout)[record.Number].Distance;
}

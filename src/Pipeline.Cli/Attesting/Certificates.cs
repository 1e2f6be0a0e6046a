using Pipeline.Core.Corpora;
using Pipeline.Core.Releases;
using Pipeline.Formal.Certificates;
using Pipeline.Synthesis.Matching;
using Pipeline.Synthesis.Refinement;

namespace Pipeline.Cli.Attesting;

/// <summary>Puts the public numbers of a synthesis together, so that what was claimed of it can be checked by other code.</summary>
internal static class Certificates
{
    /// <summary>The numbers behind a candidate that was matched.</summary>
    /// <param name="candidate">The candidate.</param>
    /// <param name="vectors">phi and class of each of its texts, in order.</param>
    /// <param name="target">The released target.</param>
    /// <param name="claimed">What was claimed of the head.</param>
    /// <param name="refined">How texts were refined; null when they were not.</param>
    public static NumericalCertificate Of(Candidate candidate, LabelledVectors vectors, GradientTarget target, Certificate claimed, IReadOnlyList<RefinedClass>? refined = null) => new()
    {
        Schema = NumericalCertificate.CurrentSchema,
        Candidate = candidate.Digest.ToString(),
        Lambda = claimed.Lambda,
        Head = target.Head,
        Targets = target.Means,
        Phi = vectors.Vectors,
        Labels = vectors.Labels,
        Trained = claimed.Trained,
        GradientNorm = claimed.GradientNorm,
        Radius = claimed.Radius,
        Distance = claimed.Distance,
        HeadNorm = claimed.HeadNorm,
        Residuals = [.. Enumerable.Range(0, target.Classes).Select(c => GradientCheck.Residual(target, vectors.Vectors, vectors.Labels, c))],
        Refinement = refined is null ? null : [.. refined.Select(Claimed)],
    };

    private static ClaimedRefinement Claimed(RefinedClass own) => new(
        own.Texts.Count, new RefineSettings().Alpha, own.Check.Tau,
        [.. own.Sweeps.Prepend(own.Before).Select(sweep => new ClaimedSweep(sweep.Merit, sweep.Residual, sweep.Surprise, sweep.Accepted))],
        own.Stopped, own.Check.Checked, own.Check.Improving, own.Check.GreatestGain);
}

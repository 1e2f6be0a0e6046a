using Pipeline.Core.Corpora;
using Pipeline.Core.Privacy;
using Pipeline.Synthesis.Style;

namespace Pipeline.Synthesis.Mechanisms;

/// <summary>
/// Releases how many private texts have which surface (casing, spaced marks, endings, apostrophes, digits, lines, lengths), with
/// noise. A record is a 0/1 vector of length sqrt 7, one kind in each group, and a unit has at most m records, so adding or
/// removing a unit moves the counts by at most m sqrt 7. Privacy: <see cref="GridGaussian"/>.
/// </summary>
public sealed class NoisySurfaceStyle : Mechanism<SurfaceStyle>
{
    /// <summary>The mechanism's name, as claims and audits say it.</summary>
    public const string MechanismName = "noisy-surface-style";

    private readonly Private<Corpus> corpus;
    private readonly SurfaceCounts counts;

    /// <summary>Plans the noise; nothing private is opened before <see cref="Mechanism{TReleased}.Run"/>.</summary>
    /// <param name="corpus">The private training records.</param>
    /// <param name="privacy">What is asked of the whole run; <see cref="PathPrivacy.StyleShare"/> of it is spent here.</param>
    /// <param name="path">The shape of the path that spends the rest.</param>
    /// <param name="noise">Random bits.</param>
    /// <exception cref="Core.Inputs.BadInputException">The privacy asked for makes no sense.</exception>
    public NoisySurfaceStyle(Private<Corpus> corpus, PathPrivacy privacy, PathShape path, INoiseSource noise)
    {
        this.corpus = corpus;
        Plan = new StylePlan(privacy, path, noise.Origin);
        counts = new SurfaceCounts(Plan.Grid, privacy.RecordsPerUnit, noise);
    }

    /// <inheritdoc/>
    public override string Name => MechanismName;

    /// <inheritdoc/>
    public override PrivacyClaim Claim => Plan.Claim;

    /// <summary>The noise and what it proves.</summary>
    public StylePlan Plan { get; }

    /// <summary>Noisy numbers of the release.</summary>
    internal static int Coordinates => SurfaceKinds.Count;

    /// <inheritdoc/>
    protected override SurfaceStyle Release(CancellationToken cancellation) => SurfaceStyle.Of(counts.Of(Open(corpus), cancellation), Plan.Grid.Scale * Plan.Grid.Step);
}

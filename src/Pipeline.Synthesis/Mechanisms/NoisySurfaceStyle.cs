using Pipeline.Core.Corpora;
using Pipeline.Core.Numerics;
using Pipeline.Core.Privacy;
using Pipeline.Synthesis.Style;

namespace Pipeline.Synthesis.Mechanisms;

/// <summary>
/// Releases how many private texts have which surface (casing, spaced marks, endings, apostrophes, digits, lines, lengths), with
/// noise. A record is a 0/1 vector of length sqrt 7, one kind in each group, and a unit has at most m records, so adding or
/// removing a unit moves the counts by at most m sqrt 7. Privacy: <see cref="GridGaussian"/> and <see cref="GaussianPrivacy"/>.
/// </summary>
public sealed class NoisySurfaceStyle : Mechanism<SurfaceStyle>
{
    private readonly Private<Corpus> corpus;
    private readonly PathPrivacy privacy;
    private readonly INoiseSource noise;
    private readonly GridGaussian grid;

    /// <summary>Plans the noise; nothing private is opened before <see cref="Mechanism{TReleased}.Run"/>.</summary>
    /// <param name="corpus">The private training records.</param>
    /// <param name="privacy">What is asked of the whole run; <see cref="PathPrivacy.StyleShare"/> of it is spent here.</param>
    /// <param name="path">The shape of the path that spends the rest.</param>
    /// <param name="noise">Random bits.</param>
    /// <exception cref="Core.Inputs.BadInputException">The privacy asked for makes no sense.</exception>
    public NoisySurfaceStyle(Private<Corpus> corpus, PathPrivacy privacy, PathShape path, INoiseSource noise)
    {
        (this.corpus, this.privacy, this.noise) = (corpus, privacy, noise);
        var budget = PlannedBudget.Of(privacy, path);
        ArgumentOutOfRangeException.ThrowIfZero(privacy.StyleShare, nameof(privacy));
        grid = new GridGaussian(privacy.RecordsPerUnit * Math.Sqrt(SurfaceKinds.Groups.Count), 1 / (budget.Mu * Math.Sqrt(privacy.StyleShare)), privacy.Changes);
        Claim = new PrivacyClaim
        {
            Mechanism = Name,
            Epsilon = GaussianPrivacy.Epsilon(1 / grid.Multiplier, budget.Delta),
            Delta = privacy.Delta,
            Unit = privacy.Unit,
            RecordsPerUnit = privacy.RecordsPerUnit,
            Neighbours = privacy.Neighbours,
            Noise = noise.Origin,
            Sigmas = [grid.Multiplier],
            Mu = 1 / grid.Multiplier,
            Slack = GridGaussian.Slack(Coordinates),
            Assumptions =
            [
                "The random bits are uniform and secret: those of the operating system's generator.",
                $"A record counts in exactly {SurfaceKinds.Groups.Count} of {Coordinates} counts of its text's surface, once in each group.",
            ],
            NotCovered = PathPlan.NotCovered(privacy),
        };
    }

    /// <inheritdoc/>
    public override string Name => "noisy-surface-style";

    /// <inheritdoc/>
    public override PrivacyClaim Claim { get; }

    /// <summary>Noisy numbers of the release.</summary>
    internal static int Coordinates => SurfaceKinds.Count;

    /// <inheritdoc/>
    protected override SurfaceStyle Release(CancellationToken cancellation) => SurfaceStyle.Of(Counts(cancellation), grid.Scale * grid.Step);

    /// <summary>The noisy counts themselves.</summary>
    internal double[] Counts(CancellationToken cancellation)
    {
        var records = Open(corpus).Records;
        var sum = new long[Coordinates];
        var unit = new double[Coordinates];
        foreach (var own in UnitRecords.Limit([.. records.Select(record => record.Unit)], privacy.RecordsPerUnit, noise))
        {
            cancellation.ThrowIfCancellationRequested();
            Array.Clear(unit);
            foreach (var i in own)
                foreach (var kind in SurfaceKinds.Of(records[i].Text)) unit[kind]++;
            grid.Add(sum, unit);
        }
        return grid.Release(sum, noise, cancellation);
    }
}

using Pipeline.Core;
using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;
using Pipeline.Core.Privacy;

namespace Pipeline.Audits.Usefulness;

/// <summary>
/// Does the candidate train a model as the private text would? A softmax head over the public feature map is trained on
/// the candidate, on all private training texts, on as many private texts as the candidate has, and on as many zero-shot
/// texts; each is tried on the private holdout. Internal: its numbers are computed on private data without noise.
/// </summary>
public sealed class UsefulnessAudit : Audit
{
    /// <summary>Measure names, as the report and policies use them.</summary>
    public const string
        OfRelease = "accuracy of the candidate",
        OfAllPrivate = "accuracy of all private texts",
        OfSomePrivate = "accuracy of as many private texts",
        OfZeroShot = "accuracy of zero-shot texts",
        OfLargestClass = "accuracy of always guessing the commonest label",
        Gain = "gain over zero-shot texts";

    /// <summary>The name policies use.</summary>
    public const string AuditName = "usefulness";

    /// <summary>Stands before the name of an accuracy in which each label counts alike.</summary>
    public const string Balanced = "balanced ";

    /// <summary>L2 term of the heads' training, the same for every set and the certificate.</summary>
    public const double Lambda = 1e-3;

    private readonly UsefulnessInputs inputs;

    /// <summary>Uses feature vectors computed before: the private ones stay sealed until the audit runs.</summary>
    public UsefulnessAudit(UsefulnessInputs inputs) => this.inputs = inputs;

    /// <inheritdoc/>
    public override string Name => AuditName;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Measures => AllMeasures;

    /// <summary>Every measure, for checking policies before a run.</summary>
    public static IReadOnlyList<string> AllMeasures => Comparison.Measures;

    /// <inheritdoc/>
    protected override IEnumerable<Measurement> Measure(AuditContext context, IProgress<StageProgress>? progress, CancellationToken cancellation) =>
        new Comparison(inputs, new HeadLearner(inputs.Classes, Lambda), "a head").Of(Open(inputs.Training), Open(inputs.Holdout), progress, AuditName, cancellation);
}

/// <summary>What the usefulness audit compares, or the judge: the vectors are those of one space.</summary>
/// <param name="Training">Vectors of the private training texts.</param>
/// <param name="Holdout">Vectors of the private holdout texts.</param>
/// <param name="Candidate">Vectors of the candidate's texts.</param>
/// <param name="ZeroShot">Vectors of texts proposed for each class, whatever they turned out to be.</param>
/// <param name="Classes">Number of labels.</param>
/// <param name="Draws">How many sets are drawn from private and zero-shot texts.</param>
/// <param name="Seed">Decides the draws.</param>
public sealed record UsefulnessInputs(
    Private<LabelledVectors> Training, Private<LabelledVectors> Holdout, LabelledVectors Candidate, LabelledVectors ZeroShot, int Classes, int Draws = 10, int Seed = 1);

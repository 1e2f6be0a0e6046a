using Pipeline.Audits.Statistics;
using Pipeline.Core;
using Pipeline.Core.Evidence;
using Pipeline.Core.Releases;

namespace Pipeline.Audits.Attributes;

/// <summary>What an attack came to on one part of the source.</summary>
/// <param name="Measure">The attack's name.</param>
/// <param name="Hits">Successful attacks.</param>
/// <param name="Trials">All of them.</param>
/// <param name="Meaning">The result in a sentence.</param>
/// <param name="Instances">Where it succeeded.</param>
internal sealed record Attacked(string Measure, int Hits, int Trials, string Meaning, IReadOnlyList<Instance> Instances);

/// <summary>
/// An attack on the people behind the texts, made alike on the training records and on the holdout, whose people the texts cannot give away.
/// What it achieves on the holdout is what anybody could guess; the residual is what the texts gave away. Without a holdout there is no residual,
/// and a policy that asks for one refuses.
/// </summary>
public abstract class AttackAudit : Audit
{
    /// <summary>How many places a finding lists.</summary>
    private protected const int MostInstances = 20;

    /// <summary>The attacks' names; each has a residual besides.</summary>
    private protected abstract IReadOnlyList<string> Attacks { get; }

    /// <inheritdoc/>
    public sealed override IReadOnlyList<string> Measures => [.. Attacks, .. Attacks.Select(ResidualOf)];

    /// <inheritdoc/>
    protected sealed override IEnumerable<Measurement> Measure(AuditContext context, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var (training, holdout) = (Open(context.Training), Open(context.Holdout));
        var parts = new List<(Against Against, SourcePart Part)>();
        if (training.Count > 0) parts.Add((Against.Training, new SourcePart(Name, Against.Training, training, context, progress, cancellation)));
        if (holdout.Count > 0) parts.Add((Against.Holdout, new SourcePart(Name, Against.Holdout, holdout, context, progress, cancellation)));
        if (parts.Count == 0 || context.Candidate.Rows.Count == 0) yield break;
        var attacked = Attack(context.Candidate, [.. parts.Select(part => part.Part)]);
        foreach (var ((against, _), results) in parts.Zip(attacked))
            foreach (var result in results)
                yield return Rate(result, against);
        if (parts.Count < 2) yield break;
        foreach (var (attack, control) in attacked[0].Zip(attacked[1]))
            if (attack.Trials > 0 && control.Trials > 0)
                yield return Residual(attack, control);
    }

    /// <summary>The results on each part, in the order of <see cref="Attacks"/>.</summary>
    private protected abstract IReadOnlyList<IReadOnlyList<Attacked>> Attack(Candidate candidate, IReadOnlyList<SourcePart> parts);

    private static string ResidualOf(string attack) => $"residual {attack}";

    private static Measurement Rate(Attacked result, Against against) => new()
    {
        Measure = result.Measure,
        Against = against,
        Statistic = new Proportion(result.Hits, result.Trials),
        Unit = MeasureUnit.Share,
        Meaning = result.Meaning,
        Instances = result.Instances,
    };

    private static Measurement Residual(Attacked attack, Attacked control)
    {
        var usual = ResidualRisk.Of(attack.Hits, attack.Trials, control.Hits, control.Trials);
        return new Measurement
        {
            Measure = ResidualOf(attack.Measure),
            Against = Against.Training,
            Statistic = new Residual(attack.Hits, attack.Trials, control.Hits, control.Trials),
            Unit = MeasureUnit.Share,
            NoLeak = 0,
            Meaning = $"The attack succeeds {attack.Hits} times of {attack.Trials} on the training records and {control.Hits} of {control.Trials} on the holdout; "
                + $"as Anonymeter counts it, the residual risk is {usual.Value:P1} with an error of {usual.Error:P1}.",
            Instances = attack.Instances,
        };
    }
}

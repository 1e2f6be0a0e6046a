using Pipeline.Core.Corpora;
using Pipeline.Core.Privacy;
using Pipeline.Core.Releases;

namespace Pipeline.Core.Evidence;

/// <summary>What every audit is given.</summary>
/// <param name="Candidate">The rows under audit.</param>
/// <param name="Training">The records synthesis learned from.</param>
/// <param name="Holdout">The records kept aside.</param>
/// <param name="Names">Names records by salted hash.</param>
/// <param name="Binding">What the findings will be bound to.</param>
public sealed record AuditContext(
    Candidate Candidate, Private<RecordStream> Training, Private<RecordStream> Holdout, RecordNames Names, Binding Binding)
{
    /// <summary>The same over records in memory.</summary>
    public AuditContext(Candidate candidate, Private<Corpus> training, Private<Corpus> holdout, RecordNames names, Binding binding)
        : this(candidate, Private.Stream(training), Private.Stream(holdout), names, binding)
    {
    }

    /// <summary>What of the machine an audit may use.</summary>
    public AuditResources Resources { get; init; } = new();
}

/// <summary>
/// Measures a candidate against the source. One of the two kinds of code that may open private values (law 1).
/// Running one never throws: an audit that fails, times out or is cancelled says so, and the gate refuses (law 5).
/// </summary>
public abstract class Audit
{
    /// <summary>The name policies and suites use.</summary>
    public abstract string Name { get; }

    /// <summary>Every measure it can report, so that policies can be checked before a run.</summary>
    public abstract IReadOnlyList<string> Measures { get; }

    /// <summary>Runs the audit.</summary>
    public AuditOutcome Run(AuditContext context, TimeProvider clock, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        try
        {
            cancellation.ThrowIfCancellationRequested();
            var findings = Measure(context, progress, cancellation)
                .Select(measurement => new Finding(Name, measurement, context.Binding, clock.GetUtcNow()))
                .ToList();
            // Some audits finish what little was left when they are cancelled; whoever cancelled wants none of it.
            cancellation.ThrowIfCancellationRequested();
            var unknown = findings.Find(finding => !Measures.Contains(finding.Measure));
            return unknown is null
                ? new AuditOutcome(Name, findings, null)
                : new AuditOutcome(Name, [], $"it reported '{unknown.Measure}', which it does not declare");
        }
        catch (CannotMeasureException cannot)
        {
            return new AuditOutcome(Name, [], cannot.Message);
        }
        catch (OperationCanceledException)
        {
            return new AuditOutcome(Name, [], "it was cancelled or ran out of time");
        }
        // Law 5: whatever goes wrong inside an audit is a refusal. The message is withheld, since it may quote private text.
#pragma warning disable CA1031
        catch (Exception defect)
#pragma warning restore CA1031
        {
            return new AuditOutcome(Name, [], $"it failed with {defect.GetType().Name} in {defect.TargetSite?.DeclaringType?.Name ?? "unknown code"}");
        }
    }

    /// <summary>The measurements.</summary>
    protected abstract IEnumerable<Measurement> Measure(AuditContext context, IProgress<StageProgress>? progress, CancellationToken cancellation);

    /// <summary>Opens a private value; only audits inherit this.</summary>
    protected T Open<T>(Private<T> value)
        where T : notnull => value.Open(GetType());
}

/// <summary>What became of an audit.</summary>
public sealed class AuditOutcome
{
    internal AuditOutcome(string audit, IReadOnlyList<Finding> findings, string? failure)
    {
        Audit = audit;
        Findings = findings;
        Failure = failure;
    }

    /// <summary>The audit's name.</summary>
    public string Audit { get; }

    /// <summary>What it found; empty when it failed.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>Why it failed, or null.</summary>
    public string? Failure { get; }
}

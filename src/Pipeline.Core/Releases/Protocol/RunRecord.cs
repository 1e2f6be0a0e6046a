namespace Pipeline.Core.Releases.Protocol;

/// <summary>What becomes of a fact that is brought to the ledger.</summary>
public enum Standing
{
    /// <summary>It follows from what stands there and is appended.</summary>
    Follows,

    /// <summary>It stands there already; appending it again would count it twice.</summary>
    Stands,

    /// <summary>It contradicts what stands there and must not be appended.</summary>
    Contradicts,
}

/// <summary>
/// What the ledger holds of one run. The ledger asks <see cref="After"/> of every fact under its lock, so that two processes
/// at once, a process that is late, or one that starts again cannot record what the protocol rules out.
/// </summary>
public sealed record RunRecord
{
    /// <summary>A run of which nothing is known.</summary>
    public static RunRecord Nothing { get; } = new();

    /// <summary>How far it has come.</summary>
    public Phase Phase { get; init; }

    /// <summary>What was registered; null before, and for runs of versions that registered nothing.</summary>
    public Registration? Registered { get; init; }

    /// <summary>Budgets spent.</summary>
    public int Budgets { get; init; }

    /// <summary>What the gate decided.</summary>
    public Ruling? Ruled { get; init; }

    /// <summary>The person who approved first.</summary>
    public string? First { get; init; }

    /// <summary>The person who approved second, another one.</summary>
    public string? Second { get; init; }

    /// <summary>What was to become visible.</summary>
    public Intent? Intended { get; init; }

    /// <summary>Whether as many people approved as have to.</summary>
    public bool Consented => Registered is { Approvals: 0 } || Second is not null;

    /// <summary>The record of a run from its facts, in order. What the ledger once took is not judged again.</summary>
    public static RunRecord Of(IEnumerable<(RunFact Fact, DateTimeOffset At)> facts) =>
        facts.Aggregate(Nothing, (record, entry) => record.After(entry.Fact, entry.At).Record);

    /// <summary>What becomes of a fact, and the record after it; unchanged unless it follows.</summary>
    /// <param name="fact">The fact.</param>
    /// <param name="at">When it is brought.</param>
    public (Standing Standing, RunRecord Record) After(RunFact fact, DateTimeOffset at)
    {
        var next = (fact, Phase) switch
        {
            (Registration registration, Phase.Unknown) => this with { Phase = Phase.Registered, Registered = registration },
            (Payment, Phase.Unknown or Phase.Registered or Phase.Paid) => this with { Phase = Phase.Paid, Budgets = Budgets + 1 },
            (Ruling ruling, Phase.Paid) when ruling.Policy == Registered?.Policy => this with { Phase = ruling.Approves ? Phase.Approved : Phase.Refused, Ruled = ruling },
            (Consent consent, Phase.Approved) when IsAbout(consent.Candidate, consent.Evidence) && InTime(at) && !Consented && consent.Person != First =>
                First is null ? this with { First = consent.Person } : this with { Second = consent.Person },
            (Intent intent, Phase.Approved) when Consented && IsAbout(intent.Candidate, intent.Evidence) => this with { Phase = Phase.Releasing, Intended = intent },
            (Publication published, Phase.Releasing) when IsIntended(published) => this with { Phase = Phase.Released },
            (Withdrawal, Phase.Registered or Phase.Paid or Phase.Approved or Phase.Releasing) => this with { Phase = Phase.Withdrawn },
            _ => null,
        };
        return next is not null ? (Standing.Follows, next) : (Holds(fact) ? Standing.Stands : Standing.Contradicts, this);
    }

    private bool Holds(RunFact fact) => (fact, Phase) switch
    {
        (Publication published, Phase.Released) => IsIntended(published),
        (Withdrawal, Phase.Withdrawn) => true,
        (Consent consent, Phase.Approved or Phase.Releasing or Phase.Released) => IsAbout(consent.Candidate, consent.Evidence) && (consent.Person == First || consent.Person == Second),
        (Intent intent, Phase.Releasing or Phase.Released) => intent == Intended,
        _ => false,
    };

    private bool IsAbout(Digest candidate, Digest evidence) => Ruled is { Approves: true } ruled && ruled.Candidate == candidate && ruled.Evidence == evidence;

    private bool IsIntended(Publication published) => Intended == new Intent(published.Candidate, published.Evidence, published.File);

    private bool InTime(DateTimeOffset at) => Ruled?.Until is { } until && at <= until;
}

namespace Pipeline.Core.Releases.Protocol;

/// <summary>What a ledger entry says of its run: the protocol's part of its payload.</summary>
public abstract record RunFact
{
    private protected RunFact()
    {
    }
}

/// <summary>The rules of the run are fixed before its first result.</summary>
/// <param name="Policy">Digest of the policy.</param>
/// <param name="Settings">Digest of the pipeline file, the suite and the model.</param>
/// <param name="Approvals">How many different people must approve: 0 or 2.</param>
public sealed record Registration(Digest Policy, Digest Settings, int Approvals) : RunFact;

/// <summary>A budget is spent; its mechanism may run once.</summary>
public sealed record Payment : RunFact;

/// <summary>What the gate decided, and on what.</summary>
/// <param name="Approves">True when every rule held.</param>
/// <param name="Candidate">Digest of the rows.</param>
/// <param name="Evidence">Digest of the evidence.</param>
/// <param name="Policy">Digest of the policy; the registered one.</param>
/// <param name="Until">Until when people may approve; null where none has to.</param>
/// <param name="Case">Digest of what else the gate went by and what it said, as the signed statement holds it; null where nothing is signed.</param>
public sealed record Ruling(bool Approves, Digest Candidate, Digest Evidence, Digest Policy, DateTimeOffset? Until, Digest? Case = null) : RunFact;

/// <summary>A person agrees to the release of one candidate on one piece of evidence.</summary>
/// <param name="Person">Who.</param>
/// <param name="Key">Which key signed it.</param>
/// <param name="Candidate">Digest of the rows.</param>
/// <param name="Evidence">Digest of the evidence.</param>
/// <param name="Signature">The signature, in base64.</param>
public sealed record Consent(string Person, string Key, Digest Candidate, Digest Evidence, string Signature) : RunFact;

/// <summary>The file that is about to become visible.</summary>
/// <param name="Candidate">Digest of the rows in it.</param>
/// <param name="Evidence">Digest of the evidence they were approved on.</param>
/// <param name="File">Digest of the file.</param>
public sealed record Intent(Digest Candidate, Digest Evidence, Digest File) : RunFact;

/// <summary>The file became visible.</summary>
/// <param name="Candidate">Digest of the rows in it.</param>
/// <param name="Evidence">Digest of the evidence they were approved on.</param>
/// <param name="File">Digest of the file.</param>
public sealed record Publication(Digest Candidate, Digest Evidence, Digest File) : RunFact;

/// <summary>The run will never become visible.</summary>
public sealed record Withdrawal : RunFact;

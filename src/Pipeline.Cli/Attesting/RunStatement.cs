using System.Reflection;
using System.Text;
using Pipeline.Attestation.Signing;
using Pipeline.Core;
using Pipeline.Core.Evidence;
using Pipeline.Core.Ledgers;
using Pipeline.Core.Plans;
using Pipeline.Core.Releases;

namespace Pipeline.Cli.Attesting;

/// <summary>Signs what a run came to.</summary>
internal static class RunStatement
{
    private static string Product => Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unversioned";

    /// <summary>What the gate said and went by, for the statement; its digest goes into the ledger with the decision.</summary>
    public static GivenDecision Given(Decision decision, CaseFacts facts, Candidate candidate, DateTimeOffset at) => new()
    {
        Approves = decision is Approved,
        Reasons = decision is Refused refused ? refused.Reasons : [],
        Verdicts = [.. decision.Verdicts.Select(verdict => new GivenVerdict(verdict.Requirement.Words, verdict.Outcome))],
        At = at,
        Classification = facts.Classification,
        Units = facts.Units,
        Purpose = facts.Purpose,
        Recipient = facts.Recipient,
        Texts = candidate.Rows.Count,
        WithCanary = facts.Canaries.CountIn(candidate.Rows),
    };

    /// <summary>Digest of what was given, under the pipeline's and the policy's names.</summary>
    public static Digest CaseOf(PipelineFile file, GivenDecision given) => ReleaseStatement.CaseOf(file.Name, Product, file.Policy.Name, given);

    /// <summary>The bundle's text.</summary>
    /// <param name="run">The run's name.</param>
    /// <param name="file">The pipeline file.</param>
    /// <param name="candidate">What was judged.</param>
    /// <param name="evidence">What it was judged on.</param>
    /// <param name="given">What the gate said and went by.</param>
    /// <param name="files">Every file of the run but the bundle.</param>
    /// <param name="ledger">All entries of the ledger now.</param>
    /// <param name="key">Signs.</param>
    public static string Sign(
        string run, PipelineFile file, Candidate candidate, EvidenceFile evidence, GivenDecision given,
        IReadOnlyList<(string Name, Digest Digest)> files, IReadOnlyList<LedgerEntry> ledger, SigningKey key)
    {
        var statement = new ReleaseStatement
        {
            Run = run,
            Pipeline = file.Name,
            Product = Product,
            Subjects = [new Subject(Subject.Candidate, candidate.Digest), .. files.Select(one => new Subject(one.Name, one.Digest))],
            Binding = evidence.Binding,
            PolicyName = file.Policy.Name,
            Policy = file.Policy.Digest,
            Decision = given,
            Evidence = EvidenceRecord.Write(evidence),
            Ledger = LedgerExtract.Of(ledger, evidence.Binding.Source),
        };
        return Encoding.UTF8.GetString(Envelope.Sign(statement.Write(), key).Write());
    }
}

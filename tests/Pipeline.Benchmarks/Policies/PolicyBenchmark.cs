using System.CommandLine;
using System.Diagnostics;
using Pipeline.Core;
using Pipeline.Core.Evidence;
using Pipeline.Core.Policies;
using Pipeline.Core.Releases;
using Pipeline.Formal.Policies;
using Pipeline.Tests.Formal;

namespace Pipeline.Benchmarks.Policies;

/// <summary><c>policy</c>: how long verification takes, and how many random pairs the gate and the formula agree on.</summary>
internal static class PolicyBenchmark
{
    private const int DrawsPerPolicy = 50;

    private static readonly AuditFacts Shares = new((_, _) => new MeasureFacts(MeasureUnit.Share, Better.Less), new HashSet<string> { "audit-0" });

    public static Command Create()
    {
        var pairs = new Option<int>("--pairs") { Description = "Random pairs of a policy and evidence that go through the gate and the solver's formula.", DefaultValueFactory = _ => 1_000_000 };
        var seed = new Option<int>("--seed") { Description = "Where the pairs begin.", DefaultValueFactory = _ => 1 };
        var command = new Command("policy", "Times 'policy verify' and 'policy diff' on policies of up to 100 requirements, and holds the gate against the solver's formula on random pairs.") { pairs, seed };
        command.SetAction(parsed =>
        {
            foreach (var requirements in new[] { 10, 30, 100 }) Time(requirements);
            return Agree(parsed.GetValue(pairs), parsed.GetValue(seed));
        });
        return command;
    }

    private static void Time(int requirements)
    {
        var (policy, tighter) = (Large(requirements, .05), Large(requirements, .04));
        PolicyVerifier.Verify(policy, Shares, RandomJudgement.Now);
        var (started, busy) = (Stopwatch.GetTimestamp(), Busy());
        var verified = PolicyVerifier.Verify(policy, Shares, RandomJudgement.Now);
        var (verify, verifying) = (Stopwatch.GetElapsedTime(started), Busy() - busy);
        started = Stopwatch.GetTimestamp();
        var relation = new PolicyComparison(policy, tighter, Shares, RandomJudgement.Now).Everywhere().Relation;
        Console.WriteLine($"{requirements} requirements: verify {verify.TotalSeconds:F2} s, {verifying.TotalSeconds:F2} s of them on the processor ({(verified.Passed ? "passed" : "NOT passed")}), diff with one bound tightened {Stopwatch.GetElapsedTime(started).TotalSeconds:F2} s ({relation})");
    }

    private static TimeSpan Busy() => Process.GetCurrentProcess().TotalProcessorTime;

    /// <summary>One guarantee, the rest in turn shares at a bound and numbers of all texts; every third asked of one classification, every seventh with an exception.</summary>
    private static Policy Large(int requirements, double last)
    {
        Requirement One(int i) => new FindingRequirement
        {
            Where = $"line {i}",
            Name = $"r{i}",
            For = i % 3 == 0 ? new Scope { Classifications = new HashSet<Classification> { Classification.Confidential } } : Scope.Everything,
            Audit = $"audit-{i % 10}",
            Measure = $"measure {i}",
            On = i % 2 == 0 ? BoundOn.Upper : BoundOn.Value,
            Confidence = i % 2 == 0 ? .95 : 1,
            AtMost = i == requirements - 2 ? last : .05,
        };
        var require = Enumerable.Range(0, requirements - 1).Select(One).Prepend(new GuaranteeRequirement { Where = "line 0", Epsilon = 8, Delta = null }).ToList();
        return new Policy
        {
            Name = "large",
            For = new HashSet<Classification> { Classification.Internal, Classification.Confidential },
            Require = require,
            Exceptions =
            [
                .. require.OfType<FindingRequirement>().Where((_, i) => i % 7 == 0).Select(required => new Relaxation
                {
                    Relaxes = required.Name!,
                    Allows = required with { AtMost = .2 },
                    For = new Scope { Purposes = new HashSet<string> { "research" } },
                    Until = DateOnly.FromDateTime(RandomJudgement.Now.UtcDateTime).AddDays(30),
                    ApprovedBy = "nobody",
                    Because = "of a benchmark",
                    Where = required.Where,
                }),
            ],
            Digest = Digest.Of("large"),
        };
    }

    private static int Agree(int pairs, int seed)
    {
        int[] units = [500, 1000, 1, 0, 100_000];
        var (started, approved, differ, outside) = (Stopwatch.GetTimestamp(), 0, 0, 0);
        Parallel.For(0, pairs / DrawsPerPolicy, i =>
        {
            var random = new RandomJudgement(seed + i);
            using var agreement = new Agreement(random.Policy, RandomJudgement.Facts, units);
            for (var draw = 0; draw < DrawsPerPolicy; draw++)
            {
                var (candidate, evidence, facts) = random.Draw();
                var decision = Gate.Decide(random.Policy, candidate, evidence, facts, RandomJudgement.Now);
                var situation = new Situation(new Proposed(candidate.Digest, candidate.Rows.Count), EvidenceSummary.Of(evidence), facts, RandomJudgement.Now);
                if (decision is Approved) Interlocked.Increment(ref approved);
                if (agreement.Approves(situation) != decision is Approved && Interlocked.Increment(ref differ) <= 10) Console.WriteLine($"DIFFER at seed {seed + i}, draw {draw}");
                if (!agreement.IsWithinTheRules(situation) && Interlocked.Increment(ref outside) <= 10) Console.WriteLine($"OUTSIDE what the solver assumes at seed {seed + i}, draw {draw}");
            }
        });
        var took = Stopwatch.GetElapsedTime(started);
        Console.WriteLine($"{pairs / DrawsPerPolicy:N0} random policies, {pairs / DrawsPerPolicy * DrawsPerPolicy:N0} pairs through the gate and the formula in {took.TotalMinutes:F1} min: {approved:N0} approved, {differ} differ, {outside} outside what the solver assumes");
        return differ + outside == 0 ? 0 : 1;
    }
}

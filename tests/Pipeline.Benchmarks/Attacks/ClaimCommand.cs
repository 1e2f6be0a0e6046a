using System.CommandLine;
using System.Diagnostics;
using Pipeline.Core.Evidence;
using Pipeline.Core.Privacy;
using Pipeline.Synthesis.Attacks;
using Pipeline.Synthesis.Mechanisms;

namespace Pipeline.Benchmarks.Attacks;

/// <summary>
/// <c>claim</c>: attacks the mechanisms that ship, a thousand repetitions for each plan, as every run does for its own, and prints
/// what they claim beside what attacks have shown. With <c>--audits</c> the whole is repeated and contradictions are counted.
/// </summary>
internal static class ClaimCommand
{
    private static readonly (int Classes, int Dimensions, double Epsilon, Neighbours Neighbours, int Records)[] Plans =
    [
        (2, 17, 1, Neighbours.AddOrRemoveOneUnit, 1),
        (2, 17, 4, Neighbours.AddOrRemoveOneUnit, 1),
        (2, 17, 8, Neighbours.AddOrRemoveOneUnit, 4),
        (2, 17, 4, Neighbours.ReplaceOneUnit, 1),
        (4, 33, 4, Neighbours.AddOrRemoveOneUnit, 1),
        (4, 33, 4, Neighbours.ReplaceOneUnit, 1),
        (6, 49, 4, Neighbours.AddOrRemoveOneUnit, 1),
    ];

    public static Command Create()
    {
        var audits = new Option<int>("--audits") { Description = "How often each plan is attacked, a thousand repetitions each.", DefaultValueFactory = _ => 1 };
        var command = new Command("claim", "Attacks the mechanisms that ship and prints the epsilon claimed beside the epsilon shown.") { audits };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed.GetValue(audits), cancellation)));
        return command;
    }

    private static int Run(int audits, CancellationToken cancellation)
    {
        var contradictions = 0;
        Console.WriteLine("| mechanism | classes | dimensions | neighbours | records a unit | epsilon claimed | shown at 95 % | shown at the gate's 1 - 1e-6 | whatever its noise, 95 % | judged | seconds |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var plan in Plans)
        {
            var shape = new PathShape(plan.Classes, plan.Dimensions);
            var privacy = new PathPrivacy(plan.Epsilon, 1e-4, plan.Neighbours, "customer", plan.Records);
            for (var i = 0; i < audits; i++)
            {
                Attack(new PathAttack(new PathPlan(privacy, shape, NoiseOrigin.OperatingSystem)));
                Attack(new StyleAttack(new StylePlan(privacy with { StyleShare = .05 }, shape, NoiseOrigin.OperatingSystem)));
            }

            void Attack(IMechanismAttack attack)
            {
                var watch = Stopwatch.StartNew();
                var counts = attack.Run(null, cancellation);
                var (claim, gaussian, table) = (attack.Claim, new GaussianAttackBound(attack.Claim.Mechanism, attack.Claim.Delta, counts), new TableAttackBound(attack.Claim.Mechanism, attack.Claim.Delta, counts));
                if (gaussian.Lower(EpsilonLowerBound.ContradictionConfidence) > claim.Epsilon || table.Lower(EpsilonLowerBound.ContradictionConfidence) > claim.Epsilon) contradictions++;
                Console.WriteLine($"| {claim.Mechanism} | {plan.Classes} | {plan.Dimensions} | {plan.Neighbours} | {plan.Records} | {claim.Epsilon:0.000} | {gaussian.Lower(.95):0.000} | {gaussian.Lower(EpsilonLowerBound.ContradictionConfidence):0.000} | {table.Lower(.95):0.000} | {gaussian.N} | {watch.Elapsed.TotalSeconds:0.0} |");
            }
        }
        Console.WriteLine($"\n{contradictions} contradictions.");
        return contradictions == 0 ? 0 : 1;
    }
}

using Pipeline.Core.Policies;
using Pipeline.Formal.Solving;

namespace Pipeline.Formal.Policies.Checks;

/// <summary>Exceptions relax what they name, inside their scope and until their day, and leave part of the policy as it is.</summary>
internal static class ExceptionCheck
{
    public static CheckOutcome Run(CheckBench bench)
    {
        var (flaws, undecided) = (new List<PolicyFlaw>(), new List<string>());
        foreach (var exception in bench.Policy.Exceptions)
        {
            if (bench.Policy.Require.FirstOrDefault(required => required.Name == exception.Relaxes) is not { } relaxed)
            {
                Flaw(exception, $"No requirement is named '{exception.Relaxes}'.");
                continue;
            }
            if (!Loosening.Comparable(relaxed, exception.Allows))
                Flaw(exception, $"It puts a bound on something else in the place of '{exception.Relaxes}', which would then be asked of nobody: {exception.Allows.Bound}.");
            var form = bench.Formula.Forms.First(asking => ReferenceEquals(asking.Form, exception.Allows));
            var inside = bench.Logic.And([bench.Space.Cases.Within(exception.For), bench.Space.Cases.NotAfter(exception.Until)]);
            Ask(exception, bench.Logic.And([form.Asked, bench.Logic.Not(inside)]), wanted: Answer.Unsatisfiable, "It applies outside its scope or after its day.");
            Ask(exception, bench.Logic.And([bench.Formula.InScope, form.Asked]), wanted: Answer.Satisfiable, "It never applies: its scope meets no case of the policy, or another exception always stands in its way.");
            Ask(exception, bench.Logic.And([bench.Formula.InScope, bench.Space.Cases.MayBeWithin(relaxed.For), bench.Logic.Not(bench.Space.Cases.Within(exception.For))]), wanted: Answer.Satisfiable,
                $"It holds in every case in which '{exception.Relaxes}' is asked, so it is no exception: change the policy, or narrow the scope.");
        }
        return new CheckOutcome(PolicyCheck.ExceptionsKeepToTheirScope, flaws, undecided,
            bench.Policy.Exceptions.Count == 0 ? "there are no exceptions" : $"proved for {bench.Policy.Exceptions.Count}: none applies outside its scope or after its day, and each leaves cases to the requirement");

        void Flaw(Relaxation exception, string what) => flaws.Add(new PolicyFlaw(PolicyCheck.ExceptionsKeepToTheirScope, exception.Where, what, []));

        void Ask(Relaxation exception, Term question, Answer wanted, string otherwise)
        {
            var answer = bench.Search.Can(question);
            if (answer == Answer.Undecided) undecided.Add(exception.Where);
            else if (answer != wanted) Flaw(exception, otherwise);
        }
    }
}

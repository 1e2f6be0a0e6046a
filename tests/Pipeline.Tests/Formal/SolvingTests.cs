using CsCheck;
using Pipeline.Core.Numerics;
using Pipeline.Formal.Policies;
using Pipeline.Formal.Solving;

namespace Pipeline.Tests.Formal;

public sealed class SolvingTests
{
    [Fact]
    public void There_is_a_solver() => Assert.NotNull(SolverLibrary.Version);

    [Fact]
    public void Doubles_are_the_fractions_they_are() =>
        Gen.OneOf(Gen.Double[-1e3, 1e3], Gen.Double[0, 1e-12], Gen.Double).Where(value => Math.Abs(value) < 1e290 && (value == 0 || Math.Abs(value) > 1e-290))
            .Sample(value => Exact.Number(Exact.Fraction(value)) == value);

    [Fact]
    public void What_is_no_finite_number_is_beyond_every_bound()
    {
        Assert.Equal(Exact.Fraction(1e300), Exact.Fraction(double.PositiveInfinity));
        Assert.Equal(Exact.Fraction(1e300), Exact.Fraction(double.NaN));
        Assert.StartsWith("-", Exact.Fraction(double.NegativeInfinity), StringComparison.Ordinal);
    }

    /// <summary>The solver compares what the gate compares: to the last bit.</summary>
    [Fact]
    public void Neighbouring_doubles_are_told_apart()
    {
        using var logic = new Logic();
        var x = logic.RationalNamed("x");
        Gen.Double[1e-9, 10].Sample(bound =>
        {
            lock (logic)
            {
                var atMost = logic.AtMost(x, logic.Rational(bound));
                return logic.Truth(atMost, [x], [logic.Rational(bound)]) == true && logic.Truth(atMost, [x], [logic.Rational(Math.BitIncrement(bound))]) == false;
            }
        }, iter: 200);
    }

    [Fact]
    public void A_step_of_Holm_is_the_last_double_that_its_product_allows() =>
        Gen.Select(Gen.Double[1e-4, .5], Gen.Int[1, 200]).Sample((alpha, j) =>
            HolmFormula.StepOf(alpha, j) * j <= alpha && Math.BitIncrement(HolmFormula.StepOf(alpha, j)) * j > alpha);

    /// <summary>The counting form that the solver is given is Holm's procedure, errors of different sizes included.</summary>
    [Fact]
    public void Counting_is_the_same_as_Holm() =>
        Gen.Select(Gen.Double[0, .1], AnyOf.These(.05, .05, .01, .1)).Array[1, 8].Sample(judged =>
        {
            var corrected = MultipleTesting.Holm([.. judged.Select(one => one.Item1)]);
            for (var i = 0; i < judged.Length; i++)
            {
                var (p, alpha) = judged[i];
                var counted = Enumerable.Range(1, judged.Length).All(j => p <= HolmFormula.StepOf(alpha, j) || judged.Count(other => other.Item1 > HolmFormula.StepOf(alpha, j)) <= j - 1);
                if (counted != corrected[i] <= alpha) return false;
            }
            return true;
        }, iter: 2000);

    /// <summary>What carries monotonicity from single requirements to all of them.</summary>
    [Fact]
    public void No_corrected_p_value_rises_when_no_p_value_does() =>
        Gen.Select(Gen.Double[0, 1], Gen.Double[0, 1]).Array[1, 8].Sample(pairs =>
        {
            var before = MultipleTesting.Holm([.. pairs.Select(pair => pair.Item1)]);
            var after = MultipleTesting.Holm([.. pairs.Select(pair => pair.Item1 * pair.Item2)]);
            return before.Zip(after).All(pair => pair.Second <= pair.First);
        }, iter: 2000);
}

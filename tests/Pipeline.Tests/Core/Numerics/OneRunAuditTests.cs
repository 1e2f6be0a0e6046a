using System.Text.Json;
using Pipeline.Core.Numerics;
using static Pipeline.Tests.Core.Numerics.GoldenNumbers;

namespace Pipeline.Tests.Core.Numerics;

public sealed class OneRunAuditTests
{
    private static readonly JsonElement Statistics = Load("numerics", "statistics.json");

    [Fact]
    public void P_values_are_the_golden_ones()
    {
        foreach (var row in Statistics.Rows("one_run_p_value"))
            Near(row.Number("p_value"), OneRunAudit.PValue(row.Whole("m"), row.Whole("r"), row.Whole("v"), row.Number("epsilon"), row.Number("delta")), 1e-9, row);
    }

    [Fact]
    public void Lower_bounds_of_epsilon_are_the_golden_ones()
    {
        foreach (var row in Statistics.Rows("one_run_epsilon"))
            Near(row.Number("epsilon"), OneRunAudit.Epsilon(row.Whole("m"), row.Whole("r"), row.Whole("v"), row.Number("delta"), row.Number("confidence")), 1e-9, row);
    }

    [Fact]
    public void Several_numbers_of_guesses_are_corrected_for()
    {
        foreach (var row in Statistics.Rows("one_run_grid"))
        {
            var tries = row.Rows("guesses").Select(pair => pair.Integers()).Select(pair => new OneRunGuesses(pair[0], pair[1])).ToList();
            var (m, delta, confidence) = (row.Whole("m"), row.Number("delta"), row.Number("confidence"));
            Near(row.Number("epsilon_bonferroni"), OneRunAudit.Epsilon(m, tries, delta, confidence), 1e-9, row);
            var uncorrected = row.Number("epsilon_max_uncorrected_do_not_use");
            Assert.True(uncorrected == 0 || OneRunAudit.Epsilon(m, tries, delta, confidence) < uncorrected);
        }
    }

    [Fact]
    public void More_right_guesses_never_speak_for_less()
    {
        var before = 0.0;
        for (var right = 50; right <= 100; right++)
        {
            var epsilon = OneRunAudit.Epsilon(100, 100, right, 1e-6, .95);
            Assert.True(epsilon >= before);
            before = epsilon;
        }
        Assert.InRange(before, 3, 4);
    }

    [Theory]
    [InlineData(10, 11, 5)]
    [InlineData(10, 5, 6)]
    [InlineData(10, 5, -1)]
    public void Impossible_guesses_are_refused(int canaries, int guesses, int right) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => OneRunAudit.PValue(canaries, guesses, right, 1, 0));
}

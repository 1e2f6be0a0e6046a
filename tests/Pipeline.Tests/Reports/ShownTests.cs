using Pipeline.Reports.Figures;
using Pipeline.Reports.Html;

namespace Pipeline.Tests.Reports;

public sealed class ShownTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(1234567.8, "1,234,568")]
    [InlineData(41.7, "41.7")]
    [InlineData(3.14159, "3.14")]
    [InlineData(.05, "0.05")]
    [InlineData(.0295132, "0.03")]
    [InlineData(.000123, "0.00012")]
    [InlineData(.0001, "0.0001")]
    [InlineData(-.25, "-0.25")]
    [InlineData(2.5e-7, "2.5 × 10⁻⁷")]
    [InlineData(9.9999e-5, "1 × 10⁻⁴")]
    [InlineData(double.NaN, "not measurable")]
    [InlineData(double.PositiveInfinity, "unbounded")]
    public void Shows_numbers_with_two_significant_decimals(double number, string shown) => Assert.Equal(shown, Plain(Shown.Number(number)));

    [Theory]
    [InlineData(0, "0 %")]
    [InlineData(.00025, "0.025 %")]
    [InlineData(.0295132, "2.95 %")]
    [InlineData(.679, "67.9 %")]
    [InlineData(.5, "50 %")]
    [InlineData(1, "100 %")]
    [InlineData(.9999, "over 99.9 %")]
    [InlineData(double.NaN, "not measurable")]
    public void Shows_shares_in_per_cent_and_never_rounds_to_the_whole(double share, string shown) => Assert.Equal(shown, Plain(Shown.Share(share)));

    [Theory]
    [InlineData(.42, "0.42 s")]
    [InlineData(38.2, "38.2 s")]
    [InlineData(59.97, "1 min 00 s")]
    [InlineData(252.25, "4 min 12 s")]
    [InlineData(3599.9, "1 h 00 min")]
    [InlineData(7260, "2 h 01 min")]
    public void Shows_times_as_a_clock_reads(double seconds, string shown) => Assert.Equal(shown, Plain(Shown.Seconds(seconds)));

    [Theory]
    [InlineData(1, "1 text")]
    [InlineData(0, "0 texts")]
    [InlineData(1200, "1,200 texts")]
    public void Counts_in_words(int count, string shown) => Assert.Equal(shown, Plain(Shown.Count(count, "text")));

    [Theory]
    [InlineData("exact-overlap", "Exact overlap")]
    [InlineData("ngram-overlap", "N-gram overlap")]
    [InlineData("pii-replay", "PII replay")]
    [InlineData("", "")]
    public void Makes_headings_of_names(string name, string heading) => Assert.Equal(heading, Shown.Heading(name));

    // Phi(Phi^-1(f) + mu), computed with Python's statistics.NormalDist.
    [Theory]
    [InlineData(0, .05, .05)]
    [InlineData(.5, .01, .033898939123)]
    [InlineData(1, .05, .259511022841)]
    [InlineData(3, .05, .912314536750)]
    [InlineData(8, .01, .999999993011)]
    [InlineData(double.PositiveInfinity, .01, 1)]
    public void Knows_what_mu_lets_an_attacker_recognise(double mu, double falseAlarms, double recognised) =>
        Assert.Equal(recognised, TradeOff.TruePositives(mu, falseAlarms), 1e-9);

    private static string Plain(string text) => text.Replace('\u00a0', ' ');
}

using System.Text.Json;
using Pipeline.Cli.Display;
using Pipeline.Cli.Planning;
using Pipeline.Cli.Running;
using Pipeline.Core.Inputs;
using Pipeline.Core.Ledgers;
using Pipeline.Data.Ledgers;
using Pipeline.Files;
using Pipeline.Tests.Synthesis.Models;

namespace Pipeline.Tests.Cli;

/// <summary>What a run is said to do and cost beforehand.</summary>
[Collection(LoadedModelCollection.Name)]
public sealed class PlanTests : IDisposable
{
    private const string Policy = """
          - guarantee: differential-privacy
            epsilon: { at most: 8 }
            delta: { at most: 1/n }
          - finding: exact-overlap
            measure: copied records
            upper 95 %: { at most: 90 % }
        """ + "\n";

    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void Estimates_the_work_of_a_run_within_a_factor_of_two()
    {
        place.WriteSource();
        var path = place.WritePipeline(Policy);
        // Enough that every direction is determined: with fewer the claim depends on how many turn out usable, which a plan can only estimate.
        File.WriteAllText(path, File.ReadAllText(path).Replace("proposals: 128", "proposals: 192", StringComparison.Ordinal));
        var plan = new Planner(PipelineFiles.Load(path, KnownAudits.All), place.State, new LineDisplay(TextWriter.Null)).Make(TestContext.Current.CancellationToken);
        var report = place.Run(path, TestContext.Current.CancellationToken).Report;

        var cost = report.Cost!;
        Within(cost.TokensWritten, plan.Cost.Work.TokensWritten);
        Within(cost.PositionsRead, plan.Cost.Work.PositionsRead);
        Within(Read("Propose texts"), plan.Cost.Work.PromptPositions);
        Within(Read("Read the proposals"), plan.Cost.Work.ProposalPositions);
        Within(Read("Read the private texts"), plan.Cost.Work.PrivatePositions);

        // The plan promised the claim that the run then proved, and counted the people as the report does.
        Assert.Equal(Assert.Single(report.Claims).Mu, Assert.Single(plan.Claims).Mu);
        Assert.Equal(report.Claims.Single().Assumptions, plan.Claims[0].Assumptions);
        Assert.Equal(report.Source.TrainingUnits, plan.Source.TrainingUnits);

        // What the report says of cost is what was counted.
        Assert.Equal(report.Stages.Select(stage => stage.Name), cost.Stages.Select(stage => stage.Name));
        Assert.Equal(6, cost.Texts);
        Assert.True(cost.ProcessorSeconds > 0);
        Assert.Equal(cost.Price * 1000 / 6, cost.PricePerThousandTexts!.Value, 1e-12);

        long Read(string stage) => cost.Stages.Single(own => own.Name == stage).PositionsRead;

        static void Within(long counted, long estimated) => Assert.InRange(estimated, counted / 2, counted * 2);
    }

    [Fact]
    public void Says_where_the_data_would_go_spends_nothing_and_measures_the_machine_once()
    {
        place.WriteSource();
        var (code, output, error) = place.Command("plan", place.WritePipeline(Policy), "--json");
        Assert.True(code == 0, error);
        using var plan = JsonDocument.Parse(output);
        Assert.Equal("pipeline-estimate/1", plan.RootElement.GetProperty("schema").GetString());
        Assert.InRange(plan.RootElement.GetProperty("claims")[0].GetProperty("epsilon").GetDouble(), 3.9, 4);
        Assert.True(plan.RootElement.GetProperty("cost").GetProperty("seconds").GetDouble() > 0);
        Assert.Empty(new Ledger(new SqliteLedgerStore(place.State.Ledger), TimeProvider.System).Entries());
        Assert.False(Directory.Exists(place.Runs));
        foreach (var file in place.Files().Where(file => !file.EndsWith(".csv", StringComparison.Ordinal)))
            Assert.DoesNotContain(Workplace.Canary, File.ReadAllText(file), StringComparison.OrdinalIgnoreCase);

        var measured = File.GetLastWriteTimeUtc(place.State.Calibrations);
        var (again, words, _) = place.Command("plan", "pipeline.yaml");
        Assert.Equal(0, again);
        Assert.Equal(measured, File.GetLastWriteTimeUtc(place.State.Calibrations));
        Assert.DoesNotContain(Workplace.Canary, words, StringComparison.OrdinalIgnoreCase);
        Assert.All(new[] { "64 records of 16 x customer", "noisy-gradient-path", "128 proposals", "The ledger holds nothing", "would hold:", "tokens to write", "Wh" },
            part => Assert.Contains(part, words, StringComparison.Ordinal));

        // Under a stricter policy it says so, with the gate's exit code, before anything is spent.
        var (refused, why, _) = place.Command("plan", place.WritePipeline(Policy.Replace("at most: 8", "at most: 2", StringComparison.Ordinal)));
        Assert.Equal(3, refused);
        Assert.Contains("WOULD FAIL", why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_calibration_that_cannot_be_read_is_measured_again()
    {
        var store = new CalibrationStore(place.State.Calibrations);
        var calibration = new Calibration(3, 900, 1500, 1200, 4.2, 576);
        Assert.Null(store.Find("key"));
        store.Keep("key", calibration);
        store.Keep("other", calibration with { ReadASecond = 0 });
        Assert.Equal(calibration, store.Find("key"));
        Assert.Null(store.Find("other"));
        File.WriteAllText(place.State.Calibrations, "{ \"key\": ");
        Assert.Null(store.Find("key"));
    }

    [Theory]
    [InlineData("PIPELINE_WATTS_PER_CORE", "much")]
    [InlineData("PIPELINE_WATTS_PER_CORE", "-1")]
    [InlineData("PIPELINE_PRICE_PER_HOUR", "NaN")]
    [InlineData("PIPELINE_CURRENCY", "more than a currency")]
    public void An_assumption_that_makes_no_sense_is_named(string variable, string value) =>
        Assert.Equal(variable, Assert.Throws<BadInputException>(() => CostAssumptions.From(name => name == variable ? value : null)).Problems[0].Where);

    [Fact]
    public void Assumptions_of_the_installation_replace_the_usual_ones()
    {
        Assert.Equal(new CostAssumptions(10, .1, "USD"), CostAssumptions.From(_ => null));
        Assert.Equal(new CostAssumptions(7.5, 2, "EUR"), CostAssumptions.From(name => name switch { "PIPELINE_WATTS_PER_CORE" => "7.5", "PIPELINE_PRICE_PER_HOUR" => "2", _ => "EUR" }));
    }
}

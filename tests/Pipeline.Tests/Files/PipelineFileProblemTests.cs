using Pipeline.Core.Plans;

namespace Pipeline.Tests.Files;

/// <summary>Each slip a person can make in a pipeline file is found, located and explained.</summary>
public sealed class PipelineFileProblemTests
{
    private const string Privacy = "privacy: { epsilon: 4, delta: 1e-4, neighbours: add-or-remove-one-unit, records per unit: 1 }";

    [Theory]
    // Keys.
    [InlineData("  label: label", "  labl: label",
        "6, column 3: 'source' lacks the key 'label'.",
        "10, column 3: There is no key 'labl' in 'source'. Expected one of path, text, label, classification, format, id, unit, holdout, encoding. Did you mean 'label'?")]
    [InlineData("name: tickets", "name: tickets\nname: again", "5, column 1: The key 'name' is given twice, first in line 4. Expected each key once.")]
    [InlineData("name: tickets", "nmae: tickets",
        "4, column 1: There is no key 'nmae' in 'pipeline'. Expected one of name, source, task, privacy, synthesis, audits, policy, release, version, public, canaries, schedule. Did you mean 'name'?",
        "4, column 1: 'pipeline' lacks the key 'name'.")]
    // Kinds of value.
    [InlineData("  unit: customer ", "  unit: [customer] ", "11, column 9: 'unit' is a list. Expected text.")]
    [InlineData("  unit: customer ", "  unit: ", "11, column 8: 'unit' is nothing. Expected text.")]
    [InlineData("  unit: customer ", "  unit: \"\" ", "11, column 9: 'unit' is empty. Expected text.")]
    [InlineData("  unit: customer ", "  unit: \"a\\0b\" ", "11, column 9: 'unit' is text with a control character. Expected text.")]
    [InlineData("holdout: 0.25", "holdout: quarter", "13, column 12: 'holdout' is 'quarter'. Expected a number or a percentage.")]
    [InlineData("holdout: 0.25", "holdout: NaN", "13, column 12: 'holdout' is 'NaN'. Expected a number or a percentage.")]
    [InlineData("epsilon: 4", "epsilon: \"4\"", "64, column 21: 'epsilon' is '4'. Expected a number.")]
    [InlineData("epsilon: 4", "epsilon: 4 %", "64, column 21: 'epsilon' is '4 %'. Expected a number.")]
    [InlineData("texts: 100", "texts: 99.5", "68, column 10: 'texts' is '99.5'. Expected a whole number below two thousand million.")]
    [InlineData(Privacy, "privacy: 4", "64, column 10: 'privacy' is '4'. Expected a section with the keys epsilon, delta, neighbours, records per unit, style share.")]
    [InlineData("      about:\n        - being unable to log in", "      about: being unable to log in\n      x:\n        - y",
        "54, column 14: 'about' is 'being unable to log in'. Expected a list of texts.",
        "55, column 7: There is no key 'x' in 'account'. Expected one of token, about.")]
    [InlineData("- deleting personal data", "- [deleting]", "58, column 11: An item of 'about' is a list. Expected text.")]
    // Words.
    [InlineData("classification: confidential", "classification: confidental", "12, column 19: 'classification' is 'confidental'. Expected one of public, internal, confidential, restricted. Did you mean 'confidential'?")]
    [InlineData("method: match", "method: macth", "67, column 11: 'method' is 'macth'. Expected one of match, match+refine, zero-shot, few-shot, admm-paper, embedding, copying-control. Did you mean 'match'?")]
    [InlineData("format: parquet", "format: parket", "6, column 11: 'format' is 'parket'. Expected one of parquet, csv, tsv, jsonl. Did you mean 'parquet'?")]
    [InlineData("approval: none", "approval: two-persons", "75, column 42: 'approval' is 'two-persons'. Expected one of none, two-person. Did you mean 'two-person'?")]
    [InlineData("add-or-remove-one-unit", "add-or-remove", "64, column 49: 'neighbours' is 'add-or-remove'. Expected one of add-or-remove-one-unit, replace-one-unit.")]
    // Ranges.
    [InlineData("name: tickets", "name: My tickets", "4, column 7: The name cannot be used. Expected at most 64 lower-case letters, digits and hyphens, with a letter or digit at both ends.")]
    [InlineData("name: tickets", "version: 2\nname: tickets", "4, column 10: This version of the grammar is not known. Expected 1.")]
    [InlineData("holdout: 0.25", "holdout: 95 %", "13, column 12: The holdout is out of range. Expected a share from 0 to 0.9.")]
    [InlineData("epsilon: 4", "epsilon: 0", "64, column 21: Epsilon is out of range. Expected a number above 0, at most 100.")]
    [InlineData("delta: 1e-4", "delta: 1", "64, column 31: Delta is out of range. Expected a number from 1e-18 to 0.1.")]
    [InlineData("records per unit: 1", "records per unit: 0", "64, column 91: The records per unit are out of range. Expected a whole number from 1 to 1000.")]
    [InlineData("texts: 100", "texts: 0",
        "68, column 10: The number of texts is out of range. Expected a whole number from 1 to 100000.",
        "68, column 10: There are fewer texts than labels. Expected at least one text for each label.")]
    [InlineData("texts: 100", "texts: 100\n  proposals: 99", "69, column 14: The number of proposals is out of range. Expected at least as many as texts, at most 10000000.")]
    [InlineData(Privacy, Privacy + "\ncanaries: { planted: 7 }", "65, column 22: The number of canaries is out of range. Expected a whole number from 8 to 10000.")]
    [InlineData(Privacy, Privacy + "\ncanaries: { planted: 64, words: 0 }", "65, column 33: The number of secret words is out of range. Expected a whole number from 1 to 50.")]
    [InlineData(Privacy, Privacy + "\ncanaries: { word: 3 }",
        "65, column 11: 'canaries' lacks the key 'planted'.",
        "65, column 13: There is no key 'word' in 'canaries'. Expected one of planted, words. Did you mean 'words'?")]
    [InlineData(Privacy, "privacy: { epsilon: 4, delta: 1e-4, neighbours: replace-one-unit, records per unit: 1 }\ncanaries: { planted: 64 }",
        "64, column 49: A canary is put in or left out, which this relation says nothing about. Expected add-or-remove-one-unit, or no canaries.")]
    [InlineData("texts: 100", "texts: 100\n  seed: -1", "69, column 9: The seed is negative. Expected a whole number from 0 up.")]
    [InlineData("texts: 100", "texts: 100\n  rounds: 11", "69, column 11: The number of rounds is out of range. Expected a whole number from 1 to 10.")]
    [InlineData("texts: 100", "texts: 100\n  balance: skewed", "69, column 12: 'balance' is 'skewed'. Expected one of even, as-released.")]
    [InlineData("records per unit: 1", "records per unit: 1, style share: 60 %", "64, column 107: The style share is out of range. Expected a share above 0, at most 0.5, such as 5 %.")]
    [InlineData("method: match", "method: few-shot", "67, column 11: Few-shot prompts show examples, and a label has none. Expected 'examples' in 'public' with a list of texts for each label.")]
    [InlineData("method: match\n", "method: zero-shot\n  rounds: 2\n", "68, column 11: Rounds go on from matched texts, and this method does not match. Expected 1, or the method match.")]
    [InlineData("privacy: {", "public:\n  style: { casing: small }\nprivacy: {", "65, column 20: 'casing' is 'small'. Expected one of lower, sentence, upper, as-is.")]
    [InlineData("privacy: {", "public:\n  style: { least words: 9, most words: 5 }\nprivacy: {", "65, column 40: The greatest number of words is below the least. Expected at least as many.")]
    [InlineData("privacy: {", "public:\n  style: { cases: lower }\nprivacy: {", "65, column 12: There is no key 'cases' in 'style'. Expected one of casing, punctuation, ending, apostrophes, lines, least words, most words.")]
    [InlineData("privacy: {", "public:\n  examples: { biling: [ x ] }\nprivacy: {", "65, column 15: There are examples for 'biling', which is no label of the task. Expected one of billing, technical, delivery, account. Did you mean 'billing'?")]
    [InlineData("privacy: {", "public:\n  examples: { billing: x }\nprivacy: {", "65, column 24: 'billing' is 'x'. Expected a list of texts.")]
    [InlineData("privacy: {", "public:\n  examples: { billing: [ [ x ] ] }\nprivacy: {", "65, column 26: An item of 'billing' is a list. Expected text.")]
    // The task.
    [InlineData("{text} This", "This", "16, column 13: The template does not hold {text} exactly once. Expected words such as \"{text} This ticket is about\".")]
    [InlineData("{text} This", "{text} {text} This", "16, column 13: The template does not hold {text} exactly once. Expected words such as \"{text} This ticket is about\".")]
    [InlineData("ticket is about\"", "ticket is about \"", "16, column 13: The template ends in white space; the tokens of the labels begin with it. Expected no white space at the end.")]
    [InlineData("token: \" account\"", "token: \" billing\"", "53, column 14: The labels 'billing' and 'account' have the same token, so no model can tell them apart. Expected a token of its own for each label.")]
    // The source.
    [InlineData("label: label", "label: text", "10, column 10: The label is the same column as the text. Expected two different columns.")]
    [InlineData("unit: customer ", "unit: text ", "11, column 9: The unit is the same column as the text. Expected two different columns.")]
    [InlineData("  holdout:", "  encoding: latin1\n  holdout:", "13, column 13: A file of this format is always UTF-8. Expected no other encoding to be stated.")]
    [InlineData("samples/tickets.parquet", "samples/ticket.parquet", "7, column 9: 'path' names a file that is not there. Expected a file; paths count from the folder of this one. Did you mean 'tickets.parquet'?")]
    [InlineData("samples/tickets.parquet", "samples", "7, column 9: 'path' names a folder. Expected a file; paths count from the folder of this one.")]
    [InlineData("../audits/standard.yaml", "../audits/standart.yaml", "73, column 9: 'audits' names a file that is not there. Expected a file; paths count from the folder of this one. Did you mean 'standard.yaml'?")]
    [InlineData("../out/tickets,", "samples/tickets.parquet,", "75, column 16: There is a file where the releases should go. Expected a folder, or a path where nothing is yet.")]
    public void Says_where_what_and_what_was_expected(string old, string changed, params string[] expected)
    {
        using var desk = new Desk();
        desk.Edit(Desk.Tickets, old, changed);
        Assert.Equal(string.Join('\n', expected.Select(problem => $"pipelines/tickets.yaml, line {problem}")), desk.Problems());
    }

    [Theory]
    [InlineData("cron: \"0 0 3 ? * MON\", zone: Europe/Paris", null)]
    [InlineData("cron: \"0 0/15 8-18 L * ? 2030\", zone: UTC, misfire: skip", null)]
    [InlineData("cron: \"0 30 6 ? JAN,JUL MON-FRI\", zone: UTC", null)]
    [InlineData("cron: \"0 0 3 * * MON\", zone: UTC", "The cron expression cannot be read. Expected second minute hour day-of-month month day-of-week, with ? for one of the two days, such as \"0 0 3 ? * MON\".")]
    [InlineData("cron: \"0 0 3 ? *\", zone: UTC", "The cron expression cannot be read. Expected second minute hour day-of-month month day-of-week, with ? for one of the two days, such as \"0 0 3 ? * MON\".")]
    [InlineData("cron: \"0 60 3 ? * MON\", zone: UTC", "The cron expression cannot be read. Expected second minute hour day-of-month month day-of-week, with ? for one of the two days, such as \"0 0 3 ? * MON\".")]
    [InlineData("cron: \"0 0 3 ? * MUN\", zone: UTC", "The cron expression cannot be read. Expected second minute hour day-of-month month day-of-week, with ? for one of the two days, such as \"0 0 3 ? * MON\".")]
    [InlineData("cron: \"0 0 3 ? * MON\", zone: Europe/Pariss", "There is no time zone 'Europe/Pariss' on this machine. Expected a name such as Europe/Paris or UTC. Did you mean 'Europe/Paris'?")]
    [InlineData("cron: \"0 0 3 ? * MON\", zone: UTC, misfire: never", "'misfire' is 'never'. Expected one of run-once, skip.")]
    public void A_schedule_is_read_and_checked(string schedule, string? problem)
    {
        using var desk = new Desk();
        desk.Edit(Desk.Tickets, "approval: none }\n", $"approval: none }}\nschedule: {{ {schedule} }}\n");
        if (problem is null) Assert.NotNull(desk.Load().Schedule);
        else Assert.EndsWith(": " + problem, Assert.Single(desk.Problems().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public void A_style_and_examples_are_read()
    {
        using var desk = new Desk();
        desk.Edit(Desk.Tickets, "privacy: {", "public:\n  style: { casing: lower, punctuation: spaced, ending: as-is, most words: 30 }\n  examples: { billing: [ One., Two. ] }\nprivacy: {");
        desk.Edit(Desk.Tickets, "texts: 100", "texts: 100\n  rounds: 3\n  balance: as-released");
        var file = desk.Load();
        Assert.Equal(new StyleNote { Casing = LetterCasing.Lower, Punctuation = MarkSpacing.Spaced, MostWords = 30 }, file.Public.Style);
        Assert.Equal(["One.", "Two."], Assert.Single(file.Public.Examples).Value);
        Assert.Equal((3, ClassBalance.AsReleased), (file.Synthesis.Rounds, file.Synthesis.Balance));
    }

    [Fact]
    public void A_style_is_stated_or_measured_not_both()
    {
        using var desk = new Desk();
        desk.Edit(Desk.Tickets, "records per unit: 1", "records per unit: 1, style share: 5 %");
        Assert.Equal(.05, desk.Load().Privacy.StyleShare);
        desk.Edit(Desk.Tickets, "privacy: {", "public:\n  style: { casing: lower }\nprivacy: {");
        Assert.Contains("The style is stated in 'public' and would be measured as well.", desk.Problems(), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_persons_can_be_asked_for()
    {
        using var desk = new Desk();
        desk.Edit(Desk.Tickets, "approval: none", "approval: two-person");
        Assert.Equal(Pipeline.Core.Plans.Approval.TwoPerson, desk.Load().Release.Approval);
    }

    [Fact]
    public void Without_a_unit_a_record_is_a_unit()
    {
        using var desk = new Desk();
        desk.Edit(Desk.Tickets, "  unit: customer ", "  # unit: customer ");
        Assert.Null(desk.Load().Source.Unit);
        desk.Edit(Desk.Tickets, "records per unit: 1", "records per unit: 2");
        Assert.Equal("pipelines/tickets.yaml, line 64, column 91: Without a unit column every record is a unit of its own, so it has one record. Expected 1, or the key 'unit' in 'source'.", desk.Problems());
    }

    [Theory]
    [InlineData("data.csv", Pipeline.Core.Plans.PlannedFormat.Csv)]
    [InlineData("data.TSV", Pipeline.Core.Plans.PlannedFormat.Tsv)]
    [InlineData("data.jsonl", Pipeline.Core.Plans.PlannedFormat.JsonLines)]
    [InlineData("data.parquet", Pipeline.Core.Plans.PlannedFormat.Parquet)]
    [InlineData("data.txt", null)]
    public void The_extension_tells_the_format_that_is_left_out(string name, Pipeline.Core.Plans.PlannedFormat? format)
    {
        using var desk = new Desk();
        desk.Write($"pipelines/{name}", "");
        desk.Edit(Desk.Tickets, "  format: parquet\n", "");
        desk.Edit(Desk.Tickets, "samples/tickets.parquet", name);
        if (format is { } meant) Assert.Equal(meant, desk.Load().Source.Format);
        else Assert.Equal("pipelines/tickets.yaml, line 6, column 9: The extension does not tell the format. Expected the key 'format': one of parquet, csv, tsv, jsonl.", desk.Problems());
    }

    [Fact]
    public void Reports_every_problem_of_all_three_files_at_once()
    {
        using var desk = new Desk();
        desk.Edit(Desk.Tickets, "epsilon: 4", "epsilon: -4");
        desk.Edit(Desk.Tickets, "method: match", "method: mach");
        desk.Edit(Desk.Tickets, "  text: text", "  texts: text");
        desk.Edit(Desk.Suite, "pii-replay", "pii-replays");
        desk.Edit(Desk.Policy, "measure: replayed values", "measure: replayed value");
        Assert.Equal(
        [
            "pipelines/tickets.yaml, line 6, column 3: 'source' lacks the key 'text'.",
            "pipelines/tickets.yaml, line 9, column 3: There is no key 'texts' in 'source'.",
            "pipelines/tickets.yaml, line 64, column 21: Epsilon is out of range.",
            "pipelines/tickets.yaml, line 67, column 11: 'method' is 'mach'.",
            "audits/standard.yaml, line 11, column 12: There is no audit 'pii-replays'.",
            "policies/standard.yaml, line 29, column 14: The audit 'pii-replay' has no measure 'replayed value'.",
        ], desk.Problems().Split('\n').Select(problem => problem.Split(" Expected")[0]));
    }

    [Fact]
    public void A_section_that_is_missing_is_one_problem_not_many()
    {
        using var desk = new Desk();
        desk.Edit(Desk.Tickets, Privacy, "");
        Assert.Equal("pipelines/tickets.yaml, line 4, column 1: 'pipeline' lacks the key 'privacy'.", desk.Problems());
    }

    [Fact]
    public void A_file_that_is_not_there_is_named_with_its_nearest()
    {
        using var desk = new Desk();
        var problem = Assert.Throws<Pipeline.Core.Inputs.BadInputException>(() => Pipeline.Files.PipelineFiles.Load(desk.Path("pipelines/ticket.yaml"), Desk.Known));
        Assert.Equal("pipelines/ticket.yaml: There is no such file. Expected a YAML file. Did you mean 'tickets.yaml'?", problem.Message);
    }
}

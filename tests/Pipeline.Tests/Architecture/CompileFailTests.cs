namespace Pipeline.Tests.Architecture;

/// <summary>Laws 1 to 4 as the compiler holds them: what must not be written does not compile. Each has a twin that does.</summary>
public sealed class CompileFailTests
{
    private static string Method(string parameters, string body) => $"public static class Stranger {{ public static object? Do({parameters}) {{ {body} }} }}";

    [Theory]
    [InlineData("return sealedCorpus.Open();")]
    [InlineData("return sealedCorpus.value;")]
    [InlineData("return sealedCorpus.Value;")]
    [InlineData("return (Corpus)sealedCorpus;")]
    [InlineData("return sealedCorpus.Records;")]
    [InlineData("Corpus corpus = sealedCorpus; return corpus;")]
    [InlineData("foreach (var record in sealedCorpus) return record; return null;")]
    public void Law_1_code_outside_mechanisms_and_audits_cannot_open_a_private_value(string body) =>
        Assert.NotEmpty(Compiler.Errors(Method("Private<Corpus> sealedCorpus", body)));

    [Theory]
    [InlineData("return sealedRecords.Open();")]
    [InlineData("return sealedRecords.Count;")]
    [InlineData("return (RecordStream)sealedRecords;")]
    [InlineData("foreach (var record in sealedRecords.Read(CancellationToken.None)) return record; return null;")]
    public void Law_1_nor_can_it_open_a_private_stream_of_records(string body) =>
        Assert.NotEmpty(Compiler.Errors(Method("Private<RecordStream> sealedRecords", body)));

    [Fact]
    public void Law_1_a_sealed_corpus_becomes_a_sealed_stream_and_nothing_else() =>
        Assert.Empty(Compiler.Errors(Method("Private<Corpus> sealedCorpus", "Private<RecordStream> records = Private.Stream(sealedCorpus); return records.ToString();")));

    [Fact]
    public void Law_1_anyone_can_seal_and_pass_a_private_value_on() =>
        Assert.Empty(Compiler.Errors(Method("Corpus corpus", "Private<Corpus> sealedCorpus = Private.Seal(corpus); return sealedCorpus.ToString();")));

    [Fact]
    public void Law_1_the_doors_are_protected()
    {
        Assert.NotEmpty(Compiler.Errors(Method("Private<Corpus> sealedCorpus", "return Audit.Open(sealedCorpus);")));
        Assert.NotEmpty(Compiler.Errors(Method("Private<Corpus> sealedCorpus", "return Mechanism<string>.Open(sealedCorpus);")));
        Assert.Empty(Compiler.Errors("""
            public sealed class Counting(Private<Corpus> corpus) : Mechanism<string>
            {
                public override string Name => "counting";
                public override PrivacyClaim Claim => throw new System.NotSupportedException();
                protected override string Release(CancellationToken cancellation) => Open(corpus).Records.Count.ToString();
            }
            """));
    }

    [Theory]
    [InlineData("return new Noisy<string>(\"x\", claim);")]
    [InlineData("return new BudgetReceipt(claim, Digest.Of(\"x\"));")]
    public void Laws_1_and_9_only_a_paid_mechanism_makes_a_noisy_value(string body) =>
        Assert.NotEmpty(Compiler.Errors(Method("PrivacyClaim claim", body)));

    [Theory]
    [InlineData("return new MadeUp<Corpus>(corpus);")]
    [InlineData("return new Pipeline.Synthesis.Mechanisms.ShadowStyle((Pipeline.Synthesis.Mechanisms.StylePlan)null!).Run(corpus, CancellationToken.None);")]
    [InlineData("return new Pipeline.Synthesis.Mechanisms.ShadowPath((Pipeline.Synthesis.Mechanisms.PathPlan)null!).Run(Private.Seal(new LabelledVectors([], [], [])), CancellationToken.None);")]
    public void Law_9_nothing_but_made_up_data_runs_without_a_receipt(string body) => Assert.NotEmpty(Compiler.Errors(Method("Corpus corpus", body)));

    [Fact]
    public void Law_9_made_up_data_does() =>
        Assert.Empty(Compiler.Errors(Method("Pipeline.Synthesis.Mechanisms.PathPlan plan",
            "return new Pipeline.Synthesis.Mechanisms.ShadowPath(plan).Run(MadeUp.Vectors(3, [new MadeUpUnits(5, 1, 0, 1)]), CancellationToken.None);")));

    [Theory]
    [InlineData("return new Release(candidate, evidence, policy, DateTimeOffset.MinValue);")]
    [InlineData("return new Release();")]
    [InlineData("return release with { };")]
    [InlineData("return new Approved(release, new List<Verdict>());")]
    [InlineData("return new Candidate(new List<LabelledText>()) as Release;")]
    [InlineData("release.Rows = new List<LabelledText>(); return release;")]
    public void Law_2_code_outside_the_gate_cannot_build_a_release(string body) =>
        Assert.NotEmpty(Compiler.Errors(Method("Candidate candidate, EvidenceFile evidence, Policy policy, Release release", body)));

    [Theory]
    [InlineData("return new Pipeline.Synthesis.Proposals.PublicText(words);")]
    [InlineData("return new Pipeline.Synthesis.Proposals.MatchedText(null!);")]
    [InlineData("return (Pipeline.Synthesis.Proposals.PromptText)words;")]
    [InlineData("return new Pipeline.Synthesis.Proposals.Prompt(0, words, \"\");")]
    [InlineData("return Pipeline.Synthesis.Proposals.Prompt.Write(0, 0, null!, null!, null, []);")]
    public void Law_1_no_prompt_can_be_made_from_a_string(string body) => Assert.NotEmpty(Compiler.Errors(Method("string words", body)));

    [Fact]
    public void Law_1_prompts_are_made_from_the_plan() =>
        Assert.Empty(Compiler.Errors(Method("Pipeline.Core.Plans.TaskPlan task, Pipeline.Core.Plans.PublicPlan known", "return Pipeline.Synthesis.Proposals.PromptBook.For(task, known);")));

    [Fact]
    public void Law_2_the_gate_builds_one() =>
        Assert.Empty(Compiler.Errors(Method("Candidate candidate, EvidenceFile evidence, Policy policy, CaseFacts facts",
            "return Gate.Decide(policy, candidate, evidence, facts, DateTimeOffset.MinValue) is Approved approved ? approved.Release : null;")));

    [Fact]
    public void Law_2_a_candidate_cannot_be_written()
    {
        const string Write = "return Pipeline.Data.Releases.ParquetSink.Write(thing, new Dictionary<string, string>(), \"x\", CancellationToken.None);";
        Assert.NotEmpty(Compiler.Errors(Method("Candidate thing", Write)));
        Assert.Empty(Compiler.Errors(Method("Release thing", Write)));
    }

    [Theory]
    [InlineData("return new Finding(\"a\", measurement, binding, DateTimeOffset.MinValue);")]
    [InlineData("return new AuditOutcome(\"a\", new List<Finding>(), null);")]
    [InlineData("return new Guarantee(null!, binding);")]
    public void Law_3_evidence_cannot_be_made_up(string body) =>
        Assert.NotEmpty(Compiler.Errors(Method("Measurement measurement, Binding binding", body)));

    [Theory]
    [InlineData("Guarantee guarantee = finding; return guarantee;")]
    [InlineData("return (Guarantee)(object)finding is null ? null : Guarantee.From(finding, finding.Binding);")]
    [InlineData("return (Finding)guaranteeGiven;")]
    public void Law_4_guarantees_and_findings_do_not_convert(string body) =>
        Assert.NotEmpty(Compiler.Errors(Method("Finding finding, Guarantee guaranteeGiven", body)));

    [Theory]
    [InlineData("return PrivacyAccount.Empty<AddOrRemove>().And(PrivacyAccount.Empty<ReplaceOne>());")]
    [InlineData("PrivacyAccount<ReplaceOne> account = PrivacyAccount.Empty<AddOrRemove>(); return account;")]
    [InlineData("return PrivacyAccount.Empty<ReplaceOne>().AsReplaceOne();")]
    [InlineData("return PrivacyAccount.Empty<ReplaceOne>().With(new SampledGaussianLoss(.1, 1));")]
    [InlineData("return PrivacyAccount.Empty<AddOrRemove>().With(new RandomizedResponseLoss(2, .75));")]
    [InlineData("return new AddOrRemove();")]
    public void Bounds_of_different_neighbouring_relations_never_mix(string body) => Assert.NotEmpty(Compiler.Errors(Method("", body)));

    [Fact]
    public void Bounds_of_one_relation_compose_and_adding_converts_to_replacing() =>
        Assert.Empty(Compiler.Errors(Method("", "return PrivacyAccount.Empty<ReplaceOne>().With(new GaussianLoss(1)).And(PrivacyAccount.Empty<AddOrRemove>().With(new SampledGaussianLoss(.1, 1)).AsReplaceOne());")));

    [Theory]
    [InlineData("return new DisjointPart(Digest.Of(\"x\"), 0, 2);")]
    [InlineData("return part with { Part = 1 };")]
    [InlineData("return new PartOfCorpus(corpus, part);")]
    public void Only_a_checked_division_of_units_proves_that_parts_are_disjoint(string body) =>
        Assert.NotEmpty(Compiler.Errors(Method("DisjointPart part, Private<Corpus> corpus", body)));

    [Fact]
    public void A_division_of_units_proves_it() =>
        Assert.Empty(Compiler.Errors(Method("Private<Corpus> corpus", "return new UnitPartition(new byte[16], 2).Split(corpus)[0].Proof;")));

    [Fact]
    public void The_decision_is_closed() =>
        Assert.NotEmpty(Compiler.Errors("public sealed record Perhaps : Decision { public Perhaps() : base(new List<Verdict>()) { } }"));
}

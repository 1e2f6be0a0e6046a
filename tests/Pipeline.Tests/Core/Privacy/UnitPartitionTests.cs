using CsCheck;
using Pipeline.Core;
using Pipeline.Core.Corpora;
using Pipeline.Core.Ledgers;
using Pipeline.Core.Numerics;
using Pipeline.Core.Privacy;
using Pipeline.Core.Privacy.Accounting;

namespace Pipeline.Tests.Core.Privacy;

public sealed class UnitPartitionTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 16).Select(i => (byte)i)];

    private static Private<Corpus> Corpus(int records = 200, int perUnit = 4) =>
        Private.Seal(new Corpus([.. Enumerable.Range(0, records).Select(i => new SourceRecord($"r{i}", $"u{i / perUnit}", "a", "text"))]));

    private static PrivacyClaim Claim(double mu, DisjointPart? part = null, Neighbours neighbours = Neighbours.AddOrRemoveOneUnit) =>
        Cases.Claim() with { Mu = mu, Epsilon = GaussianPrivacy.Epsilon(mu, 1e-4), Part = part, Neighbours = neighbours };

    private static IReadOnlyList<DisjointPart> Parts(int parts, byte salt = 0) =>
        [.. new UnitPartition([.. Key, salt], parts).Split(Corpus()).Select(part => part.Proof)];

    [Fact]
    public void A_units_part_depends_on_its_name_alone_and_all_parts_are_used()
    {
        var partition = new UnitPartition(Key, 5);
        Assert.Equal([0, 1, 2, 3, 4], Enumerable.Range(0, 200).Select(i => partition.PartOf($"u{i}")).Distinct().Order());
        Gen.String.Sample(unit => partition.PartOf(unit) == new UnitPartition(Key, 5).PartOf(unit), iter: 200);
        Assert.NotEqual(new UnitPartition(Key, 5).Name, new UnitPartition(Key, 6).Name);
    }

    [Fact]
    public void Every_record_goes_into_its_units_part_and_none_is_lost()
    {
        var parts = new UnitPartition(Key, 3).Split(Corpus());
        Assert.Equal([0, 1, 2], parts.Select(part => part.Proof.Part));
        var counts = parts.Select(part => new Counting(part.Corpus).Count()).ToList();
        Assert.Equal(200, counts.Sum(count => count.Records));
        Assert.Equal(50, counts.Sum(count => count.Units));
        Assert.Equal(50, counts.SelectMany(count => count.Names).Distinct().Count());
    }

    [Fact]
    public void Mechanisms_on_parts_of_one_division_cost_what_the_worst_of_them_costs()
    {
        var parts = Parts(3);
        var together = Composition.Of([Claim(.5, parts[0]), Claim(.8, parts[1]), Claim(.3, parts[2])])!;
        Assert.Equal(GaussianPrivacy.Epsilon(.8, 1e-4), together.Epsilon, 1e-9);
        // Two on one part are one after the other, and so is what saw everything.
        together = Composition.Of([Claim(.3, parts[0]), Claim(.4, parts[0]), Claim(.45, parts[1]), Claim(1.2)])!;
        Assert.Equal(GaussianPrivacy.Epsilon(1.3, 1e-4), together.Epsilon, 1e-9);
    }

    [Fact]
    public void Parts_of_different_divisions_and_claims_without_proof_add_up()
    {
        var (one, other) = (Parts(2), Parts(2, salt: 9));
        Assert.Equal(GaussianPrivacy.Epsilon(.5, 1e-4), Composition.Of([Claim(.3, one[0]), Claim(.4, other[1])])!.Epsilon, 1e-9);
        Assert.Equal(GaussianPrivacy.Epsilon(.5, 1e-4), Composition.Of([Claim(.3), Claim(.4)])!.Epsilon, 1e-9);
        // Every choice of a part of each is covered.
        Assert.Equal(GaussianPrivacy.Epsilon(Math.Sqrt(.6 * .6 + .7 * .7), 1e-4),
            Composition.Of([Claim(.3, one[0]), Claim(.6, one[1]), Claim(.7, other[0]), Claim(.2, other[1])])!.Epsilon, 1e-9);
    }

    [Fact]
    public void Replacing_a_unit_may_change_two_parts_so_nothing_is_saved_there()
    {
        var parts = Parts(2);
        Assert.Equal(GaussianPrivacy.Epsilon(.5, 1e-4), Composition.Of([Claim(.3, parts[0], Neighbours.ReplaceOneUnit), Claim(.4, parts[1], Neighbours.ReplaceOneUnit)])!.Epsilon, 1e-9);
    }

    [Fact]
    public void Parallel_composition_is_never_above_sequential_and_never_below_any_part() =>
        Gen.Double[.05, 2].Array[3].Sample(mus =>
        {
            var parts = Parts(3);
            var parallel = Composition.Of([.. mus.Select((mu, i) => Claim(mu, parts[i]))])!.Epsilon;
            Assert.True(parallel <= Composition.Of([.. mus.Select(mu => Claim(mu))])!.Epsilon);
            Assert.True(mus.All(mu => parallel >= Claim(mu).Epsilon * (1 - 1e-12)));
        }, iter: 50);

    [Fact]
    public void The_ledger_keeps_the_proof_and_groups_may_stand_in_several_parts()
    {
        var ledger = new Ledger(new MemoryLedger(), new FixedClock(Cases.Now));
        var parts = Parts(2);
        ledger.Spend("1", Cases.Source, Claim(.5, parts[0]));
        ledger.Spend("2", Cases.Source, Claim(.8, parts[1]));
        var budget = ledger.Budget(Cases.Source);
        Assert.Equal(GaussianPrivacy.Epsilon(.8, 1e-4), budget.EpsilonAt(1e-4), 1e-9);
        // Two units in different parts: mu^2 = .5^2 + .8^2; both in the second: 2 * .8, which is more.
        Assert.Equal(GaussianPrivacy.Epsilon(1.6, 1e-4), budget.Account!.ForGroupsOf(2).Epsilon(1e-4), 1e-9);
    }

    [Fact]
    public void A_short_key_and_a_single_part_divide_nothing()
    {
        Assert.Throws<ArgumentException>(() => new UnitPartition(new byte[15], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new UnitPartition(Key, 1));
    }

    /// <summary>Looks inside as mechanisms may.</summary>
    private sealed class Counting(Private<Corpus> corpus) : Mechanism<string>
    {
        public override string Name => "counting";

        public override PrivacyClaim Claim => Cases.Claim();

        public (int Records, int Units, IReadOnlyList<string> Names) Count()
        {
            var records = Open(corpus).Records;
            IReadOnlyList<string> names = [.. records.Select(record => record.Unit).Distinct()];
            return (records.Count, names.Count, names);
        }

        protected override string Release(CancellationToken cancellation) => "";
    }
}

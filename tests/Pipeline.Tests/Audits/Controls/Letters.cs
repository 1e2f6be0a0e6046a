using Pipeline.Core.Corpora;

namespace Pipeline.Tests.Audits.Controls;

/// <summary>
/// Fabricated letters of customers: some sentences of words chosen from lists, surnames and streets that nobody has, and in a third of them an
/// e-mail address, a telephone number or an order number. Two writers with different seeds share the lists and nothing else, which is what
/// makes the letters of one a clean candidate for the source of the other.
/// </summary>
internal sealed class Letters(int seed)
{
    public static readonly IReadOnlyList<string> Labels = ["billing", "delivery", "technical", "account"];

    private static readonly Dictionary<string, string[]> Things = new(StringComparer.Ordinal)
    {
        ["billing"] = Words("invoice refund payment charge receipt discount subscription deposit surcharge balance voucher instalment tariff reminder fee"),
        ["delivery"] = Words("parcel courier package shipment doorstep neighbour box warehouse envelope crate pallet driver van depot label"),
        ["technical"] = Words("router screen battery app printer modem cable firmware keyboard sensor antenna update charger speaker camera"),
        ["account"] = Words("password profile login username address newsletter consent identity contract mailbox pin avatar session token membership"),
    };

    private static readonly string[] Subjects = Words("my-wife our-tenant the-caretaker my-brother your-colleague the-machine our-office the-hotline my-flatmate the-supplier our-trainee the-landlord my-daughter your-branch the-engineer our-accountant");
    private static readonly string[] Verbs = Words("ordered returned cancelled noticed forgot repaired replaced questioned promised confirmed rejected mislaid postponed updated examined described measured photographed unpacked ignored forwarded translated archived copied");
    private static readonly string[] Adjectives = Words("broken silver late wrong missing heavy noisy unclear duplicate damaged expensive empty strange old second spare wet green faulty temporary shared crooked borrowed sealed narrow patient");
    private static readonly string[] Places = Words("garage kitchen lobby harbour cellar attic corridor balcony workshop library canteen courtyard stairwell greenhouse reception clinic bakery platform museum orchard");
    private static readonly string[] Times = Words("yesterday overnight tonight monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november december");
    private static readonly string[] Links = Words("although because while since unless whenever before after until");
    private static readonly string[] Closings = Words("please kindly urgently honestly frankly meanwhile otherwise finally therefore again");
    private static readonly string[] Syllables = Words("ka lo mi ren tor vas del bri nok sul per zan gor fel wim hat rud ost lin mar tes pol dri kem jor bas nir vel");

    private readonly Random random = new(seed);
    private int written;

    /// <summary>Letters as records, each of a unit of its own, the labels in turn.</summary>
    public SourceRecord[] Records(int count) => [.. Enumerable.Range(0, count).Select(_ => Record())];

    /// <summary>Letters as texts of a candidate.</summary>
    public LabelledText[] Texts(int count) => [.. Records(count).Select((record, i) => new LabelledText($"s-{i}", record.Label, record.Text))];

    /// <summary>A surname, street or product that is hardly ever made twice.</summary>
    public string Rare(int syllables = 4) => string.Concat(Enumerable.Range(0, syllables).Select(_ => Pick(Syllables))) is var name ? char.ToUpperInvariant(name[0]) + name[1..] : "";

    /// <summary>A sentence that holds a personal value.</summary>
    public string Personal() => random.Next(3) switch
    {
        0 => $"Write to {Rare(3).ToLowerInvariant()}.{Rare(3).ToLowerInvariant()}@example.com {Pick(Times)}.",
        1 => $"Call 212-{random.Next(200, 1000)}-{random.Next(1000, 10000)} {Pick(Times)}.",
        _ => $"Mr. {Rare()} has {Pick(Things[Labels[random.Next(4)]])} number {random.Next(10_000_000, 100_000_000)}.",
    };

    public T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];

    public int Below(int most) => random.Next(most);

    private SourceRecord Record()
    {
        var label = Labels[written % Labels.Count];
        var sentences = Enumerable.Range(0, 3 + random.Next(2)).Select(_ => Sentence(Things[label])).ToList();
        if (random.Next(3) == 0) sentences.Insert(random.Next(sentences.Count + 1), Personal());
        if (random.Next(2) == 0) sentences.Add($"{Rare()} {Pick(Times)}.");
        var id = $"r{seed}-{written++}";
        return new SourceRecord(id, $"u-{id}", label, string.Join(' ', sentences));
    }

    private string Sentence(string[] things) => random.Next(3) switch
    {
        0 => $"{Start(Pick(Subjects))} {Pick(Verbs)} {Pick(Adjectives)} {Pick(things)} {Pick(Times)} {Pick(Links)} {Pick(Subjects)} {Pick(Verbs)} {Pick(Places)} {Pick(things)}.",
        1 => $"{Start(Pick(Closings))} {Pick(Subjects)} {Pick(Verbs)} {Pick(things)} {Pick(Places)} {Pick(Links)} {Pick(Adjectives)} {Pick(things)} {Pick(Verbs)}.",
        _ => $"{Start(Pick(Adjectives))} {Pick(things)} {Pick(Places)} {Pick(Links)} {Pick(Subjects)} {Pick(Verbs)} {Pick(Adjectives)} {Pick(Places)} {Pick(things)} {Pick(Times)}.",
    };

    private static string Start(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    private static string[] Words(string list) => [.. list.Split(' ').Select(word => word.Replace('-', ' '))];
}

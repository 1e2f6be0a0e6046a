namespace Pipeline.Reports.Html;

/// <summary>The words a report uses, for a reader who has not met them.</summary>
internal static class Glossary
{
    public sealed record Entry(string Word, string Meaning);

    public static IReadOnlyList<Entry> Entries { get; } =
    [
        new("Audit", "A measurement that compares the synthetic texts with the private ones. It can find a problem; it cannot prove that there is none."),
        new("Candidate", "The synthetic texts proposed for release, before the gate has judged them."),
        new("Confidence interval", "The range in which the true value lies, for 95 of 100 measurements made this way. Few texts give a wide interval."),
        new("Delta", "The small chance that the promise of epsilon does not hold. It should be below one divided by the number of people."),
        new("Differential privacy", "A mathematical promise: the result would have been almost as likely had any one unit’s records not been in the data."),
        new("Digest", "The SHA-256 fingerprint of a file. Two files with the same digest are the same file."),
        new("Epsilon", "How strong the promise of differential privacy is. Smaller is stronger; 0 would mean that the data had no influence at all."),
        new("Finding", "What an audit measured, with its uncertainty."),
        new("Guarantee", "What was proved by mathematics, under the assumptions listed with it. Findings and guarantees never replace each other."),
        new("Holdout", "Private records that were kept aside and never learned from. What is found there as often as in the training part is chance, not a leak."),
        new("Ledger", "The record of every privacy budget ever spent on a source. Entries are chained by digests, so that changing one breaks the chain."),
        new("Mechanism", "The one program part that reads private text and lets something out: numbers with noise added."),
        new("Policy", "The rules of release, written by people. Every requirement must hold; one that cannot be judged counts as not met."),
        new("Salted hash", "A name for a private record that only the holder of a secret key can turn back into the record."),
        new("Unit", "Whom the guarantee protects: a single record, or all records of one value of a column, such as a customer."),
    ];
}

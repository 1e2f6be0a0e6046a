namespace Pipeline.Audits.People;

/// <summary>Finds personal values in a text.</summary>
public static class PersonalData
{
    private static readonly PersonalDetector[] detectors =
    [
        new EmailDetector(), new PhoneDetector(), new CreditCardDetector(), new IbanDetector(), new UsSsnDetector(), new JpMyNumberDetector(),
        new Ipv4Detector(), new Ipv6Detector(), new MacDetector(), new UrlUserinfoDetector(), new DateOfBirthDetector(), new PostalCodeDetector(),
        new PassportDetector(), new LicenceDetector(), new PersonDetector(), new AddressDetector(), new SecretDetector(), new NationalIdDetector(),
    ];

    /// <summary>Every kind that is known without a suite's patterns.</summary>
    public static IReadOnlySet<PersonalKind> Kinds { get; } = detectors.Select(detector => detector.Kind).ToHashSet();

    /// <summary>A kind as reports write it.</summary>
    public static string NameOf(PersonalKind kind) => kind switch
    {
        PersonalKind.Email => "e-mail address",
        PersonalKind.Phone => "telephone number",
        PersonalKind.CreditCard => "card number",
        PersonalKind.Iban => "IBAN",
        PersonalKind.UsSsn => "social security number",
        PersonalKind.JpMyNumber => "Japanese individual number",
        PersonalKind.Ipv4 or PersonalKind.Ipv6 => "IP address",
        PersonalKind.Mac => "hardware address",
        PersonalKind.UrlUserinfo => "URL with a user name",
        PersonalKind.DateOfBirth => "date of birth",
        PersonalKind.PostalCode => "postal code",
        PersonalKind.Passport => "passport number",
        PersonalKind.Licence => "licence number",
        PersonalKind.Person => "name",
        PersonalKind.Address => "address",
        PersonalKind.Secret => "secret",
        PersonalKind.NationalId => "national identity number",
        PersonalKind.Custom => "value of a pattern of the suite",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>The values of some kinds, kind by kind; values of different kinds may overlap.</summary>
    public static IEnumerable<PersonalValue> Find(string text, IReadOnlySet<PersonalKind> kinds) => Find(text, kinds, []);

    /// <summary>The values of some kinds and of some patterns of a suite; those of a pattern are of <see cref="PersonalKind.Custom"/>.</summary>
    internal static IEnumerable<PersonalValue> Find(string text, IReadOnlySet<PersonalKind> kinds, IReadOnlyList<PatternDetector> patterns)
    {
        var folded = FoldedText.Of(text);
        return detectors.Concat(patterns).Where(detector => kinds.Contains(detector.Kind)).SelectMany(detector => detector.Find(folded.Text)
            .Select(span => new PersonalValue(detector.Kind, folded.OriginalOf(span), detector.KeyOf(folded.Text.Substring(span.Start, span.Length)))));
    }
}

namespace Pipeline.Tests.Audits;

/// <summary>A fabricated letter, its disguises, and an unrelated text.</summary>
internal static class Samples
{
    public const string Letter =
        "The courier left my parcel with a neighbour on the third floor last Tuesday, but nobody there has seen it and the tracking page still says delivered.";

    public const string Disguised =
        "  the COURIER le\u200Bft my\u00A0parcel with a \uFF4Eeighbour on\tthe third floor\nlast tuesday - but nobody there HAS seen it... and the tracking\u00AD page still says delivered";

    public const string SameButForm =
        "the COURIER le\u200Bft my\u00A0parcel with a \uFF4Eeighbour on\tthe third floor\nlast tuesday, but nobody there HAS seen it and the tracking\u00AD page still says Delivered. ";

    public const string OneWordChanged =
        "The courier left my parcel with a neighbour on the third floor last Tuesday, but nobody there has found it and the tracking page still says delivered.";

    public const string SentenceInside =
        "Good morning team. My parcel with a neighbour on the third floor last Tuesday, but nobody there has seen it. Could somebody please look into this when there is time? Many thanks and kind regards.";

    public const string Clean = "I was billed twice for my subscription in March and would like the second payment returned to my account.";

    public const string Other = "Please tell me how I can change the password of my account, the reset link does not arrive.";
}

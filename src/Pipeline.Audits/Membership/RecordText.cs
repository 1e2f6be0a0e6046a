using Pipeline.Audits.Text;
using Pipeline.Core.Corpora;
using Pipeline.Core.Evidence;

namespace Pipeline.Audits.Membership;

/// <summary>A record as attacks look at it. Private.</summary>
internal sealed class RecordText
{
    public RecordText(SourceRecord record, Against part, int number)
    {
        (Text, Part, Number) = (record.Text, part, number);
        Normalised = TextNormaliser.Full(record.Text);
        Words = WordsOf(Normalised);
    }

    /// <summary>As it stands in the source.</summary>
    public string Text { get; }

    /// <summary>After full normalisation.</summary>
    public string Normalised { get; }

    /// <summary>The words of the normalised text.</summary>
    public string[] Words { get; }

    /// <summary>Which part of the source it is in.</summary>
    public Against Part { get; }

    /// <summary>Its place in that part.</summary>
    public int Number { get; }

    /// <summary>The words of a normalised text.</summary>
    public static string[] WordsOf(string normalised)
    {
        var cut = Segmentation.Of(normalised, TextUnit.Word);
        return [.. Enumerable.Range(0, cut.Count).Select(i => cut[i].ToString())];
    }
}

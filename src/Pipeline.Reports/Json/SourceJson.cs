using System.Text.Json.Nodes;
using static Pipeline.Reports.Json.ReportJson;

namespace Pipeline.Reports.Json;

/// <summary>The source in numbers, marked for internal readers.</summary>
internal static class SourceJson
{
    public static JsonObject Of(SourceSummary source) => new()
    {
        ["audience"] = "internal",
        ["fileName"] = source.FileName,
        ["format"] = source.Format,
        ["digest"] = Digest(source.Digest),
        ["classification"] = Word(source.Classification),
        ["unit"] = source.Unit,
        ["records"] = source.Records,
        ["units"] = source.Units,
        ["emptyTexts"] = source.EmptyTexts,
        ["duplicateTexts"] = source.DuplicateTexts,
        ["trainingRecords"] = source.TrainingRecords,
        ["trainingUnits"] = source.TrainingUnits,
        ["holdoutRecords"] = source.HoldoutRecords,
        ["holdoutUnits"] = source.HoldoutUnits,
        ["labels"] = List(source.Labels, label => new JsonObject
        {
            ["label"] = label.Label,
            ["training"] = label.Training,
            ["holdout"] = label.Holdout,
        }),
        ["lengths"] = new JsonObject
        {
            ["least"] = Number(source.Lengths.Least),
            ["lowerQuarter"] = Number(source.Lengths.LowerQuarter),
            ["median"] = Number(source.Lengths.Median),
            ["upperQuarter"] = Number(source.Lengths.UpperQuarter),
            ["most"] = Number(source.Lengths.Most),
        },
    };
}

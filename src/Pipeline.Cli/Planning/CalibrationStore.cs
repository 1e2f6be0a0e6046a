using System.Text.Json;
using Pipeline.Cli.Running;
using Pipeline.Core;

namespace Pipeline.Cli.Planning;

/// <summary>
/// Remembers calibrations in the state folder, by model, machine and program, so that only the first plan measures. A file
/// that cannot be read is no error: it holds nothing that cannot be measured again.
/// </summary>
internal sealed class CalibrationStore(string path)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>What identifies a calibration: the model's bytes, the machine, and the code that ran.</summary>
    public static string Key(Digest model, string device) =>
        Digest.Of($"{model.Hex} {device} {Machine.Describe()} {typeof(CalibrationStore).Assembly.ManifestModule.ModuleVersionId}").Hex;

    /// <summary>A remembered calibration, or null.</summary>
    public Calibration? Find(string key) => All().GetValueOrDefault(key) is { WrittenASecond: > 0, ReadASecond: > 0, PromptsASecond: > 0, CharactersPerToken: > 0 } found ? found : null;

    /// <summary>Remembers one; whole or not at all.</summary>
    public void Keep(string key, Calibration calibration)
    {
        var all = All();
        all[key] = calibration;
        var staged = $"{path}.{Environment.ProcessId}.part";
        File.WriteAllText(staged, JsonSerializer.Serialize(all, Indented));
        File.Move(staged, path, overwrite: true);
    }

    private Dictionary<string, Calibration?> All()
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<Dictionary<string, Calibration?>>(File.ReadAllText(path)) ?? [] : [];
        }
        catch (Exception unreadable) when (unreadable is JsonException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}

using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pipeline.Cli;

/// <summary>How commands write JSON that people read and copy from, too.</summary>
internal static class ReadableJson
{
    /// <summary>Indented, with every character as it is: base64 and signs of comparison stay what they are.</summary>
    public static JsonSerializerOptions Options { get; } = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}

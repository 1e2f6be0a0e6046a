using System.Text.Json;
using System.Text.Json.Serialization;
using Pipeline.Core;
using Pipeline.Core.Inputs;

namespace Pipeline.Synthesis.Matching;

/// <summary>
/// The noisy gradient path to be matched. Public once released: everything computed from it is post-processing, so it may be
/// kept and used again at no cost.
/// </summary>
public sealed class GradientTarget
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Checks the shapes and takes the numbers.</summary>
    /// <exception cref="ArgumentException">The shapes do not belong together or a number is not finite.</exception>
    [JsonConstructor]
    public GradientTarget(double[][] means, double[] sizes, double[][] head, IReadOnlyList<PathStep> path)
    {
        var d = means.FirstOrDefault()?.Length ?? 0;
        var fits = means.Length >= 2 && d > 0 && sizes.Length == means.Length && head.Length == means.Length && path.Count > 0
            && path.All(step => step?.Head?.Length == HeadGradient.RowsFor(means.Length) && step.Gradient?.Length == step.Head.Length);
        var rows = fits ? means.Concat(head).Concat(path.SelectMany(step => step.Head.Concat(step.Gradient))).ToList() : [];
        if (!fits || rows.Any(row => row?.Length != d || !row.All(double.IsFinite)) || !sizes.All(size => size > 0 && double.IsFinite(size)))
            throw new ArgumentException("Means, sizes, head and path do not belong together.", nameof(means));
        Means = means;
        Sizes = sizes;
        Head = head;
        Path = path;
    }

    /// <summary>Mean phi of each class, [classes][d]: the gradient at W = 0 up to a known factor.</summary>
    public double[][] Means { get; }

    /// <summary>Noisy number of records of each class, positive.</summary>
    public double[] Sizes { get; }

    /// <summary>W*, one row a class, [classes][d].</summary>
    public double[][] Head { get; }

    /// <summary>Heads and noisy mean gradients, [rows][d] with one row alone for two classes.</summary>
    public IReadOnlyList<PathStep> Path { get; }

    /// <summary>Number of classes.</summary>
    [JsonIgnore]
    public int Classes => Means.Length;

    /// <summary>Length of phi.</summary>
    [JsonIgnore]
    public int Dimensions => Means[0].Length;

    /// <summary>Names the target: digest of <see cref="ToJson"/>.</summary>
    public Digest Digest() => Core.Digest.Of(ToJson());

    /// <summary>One line of JSON, the same for the same numbers; every double returns exactly.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The text.</param>
    /// <param name="file">Where it came from, for the message.</param>
    /// <exception cref="BadInputException">It is not a target.</exception>
    public static GradientTarget FromJson(string json, string file)
    {
        try
        {
            return JsonSerializer.Deserialize<GradientTarget>(json, Json) ?? throw new JsonException("null");
        }
        catch (Exception cause) when (cause is JsonException or ArgumentException)
        {
            throw new BadInputException(new Problem(file, "This is not a gradient target.", "the file as Pipeline wrote it"), cause);
        }
    }
}

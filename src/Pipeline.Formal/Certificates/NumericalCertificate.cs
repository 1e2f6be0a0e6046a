using System.Text.Json;
using System.Text.Json.Serialization;
using Pipeline.Core;
using Pipeline.Core.Canonical;
using Pipeline.Core.Inputs;

namespace Pipeline.Formal.Certificates;

/// <summary>A sweep of the refinement as it was claimed.</summary>
/// <param name="Merit">Residual + alpha times surprise.</param>
/// <param name="Residual">|mean phi - t|^2 / |t|^2.</param>
/// <param name="Surprise">Mean negative log-likelihood, in nats.</param>
/// <param name="Accepted">Substitutions accepted in the sweep.</param>
public sealed record ClaimedSweep(double Merit, double Residual, double Surprise, int Accepted);

/// <summary>The refinement of one class as it was claimed.</summary>
/// <param name="Texts">n: texts of the class.</param>
/// <param name="Alpha">What a nat weighs beside the residual.</param>
/// <param name="Tau">The least change of n times the merit for which a substitution is accepted.</param>
/// <param name="Sweeps">The state before the first sweep, then after each.</param>
/// <param name="Stopped">Whether the last sweep accepted nothing.</param>
/// <param name="Checked">Substitutions tried on the final texts.</param>
/// <param name="Improving">Of these, how many would improve n times the merit by more than tau.</param>
/// <param name="GreatestGain">The greatest improvement any would bring.</param>
public sealed record ClaimedRefinement(int Texts, double Alpha, double Tau, IReadOnlyList<ClaimedSweep> Sweeps, bool Stopped, int Checked, int Improving, double GreatestGain);

/// <summary>
/// Public numbers of a synthesis by matching, enough to check by arithmetic alone what was claimed of it (docs/synthesis.md,
/// section 6). All of it is post-processing of the released target: no private number is in it.
/// </summary>
public sealed record NumericalCertificate
{
    /// <summary>Name and version.</summary>
    public const string CurrentSchema = "pipeline-certificate/1";

    /// <summary>The file it is kept in, beside the evidence.</summary>
    public const string FileName = "certificate.json";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Name and version.</summary>
    public required string Schema { get; init; }

    /// <summary>Digest of the candidate that it is about.</summary>
    public required string Candidate { get; init; }

    /// <summary>Strength of the L2 term of the head's training loss F.</summary>
    public required double Lambda { get; init; }

    /// <summary>W*, one row a class, [classes][d]: the head that the noisy target gave.</summary>
    public required double[][] Head { get; init; }

    /// <summary>t: the released noisy mean of phi of each class, [classes][d].</summary>
    public required double[][] Targets { get; init; }

    /// <summary>phi of each text of the candidate, in its order, [n][d].</summary>
    public required double[][] Phi { get; init; }

    /// <summary>Class of each text, 0 to classes - 1.</summary>
    public required int[] Labels { get; init; }

    /// <summary>The head trained on these texts, [classes][d]: the claimed minimum of F.</summary>
    public required double[][] Trained { get; init; }

    /// <summary>The claimed |grad F(W*)|.</summary>
    public required double GradientNorm { get; init; }

    /// <summary>The claimed radius around W* in which the trained head lies: gradient norm / lambda.</summary>
    public required double Radius { get; init; }

    /// <summary>The claimed distance of the trained head from W*.</summary>
    public required double Distance { get; init; }

    /// <summary>The claimed |W*|.</summary>
    public required double HeadNorm { get; init; }

    /// <summary>The claimed residual |mean phi - t|^2 / |t|^2 of each class.</summary>
    public required double[] Residuals { get; init; }

    /// <summary>The claimed course of the refinement, by class; null for methods that do not refine.</summary>
    public IReadOnlyList<ClaimedRefinement>? Refinement { get; init; }

    /// <summary>The certificate's bytes, in canonical form; every double returns exactly.</summary>
    /// <exception cref="ArgumentException">A number is not finite.</exception>
    public byte[] Write() => CanonicalJson.Write(JsonSerializer.SerializeToNode(this, Json));

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="BadInputException">It is no certificate.</exception>
    public static NumericalCertificate Read(ReadOnlySpan<byte> bytes, string where)
    {
        var node = CanonicalJson.Read(bytes, where);
        try
        {
            return node.Deserialize<NumericalCertificate>(Json) is { Schema: CurrentSchema } read ? read : throw new JsonException("another schema");
        }
        catch (JsonException other)
        {
            throw new BadInputException(new Problem(where, "This is no numerical certificate.", "the file as Pipeline wrote it"), other);
        }
    }

    /// <summary>Whether it is about a candidate.</summary>
    public bool IsAbout(Digest candidate) => Candidate == candidate.ToString();
}

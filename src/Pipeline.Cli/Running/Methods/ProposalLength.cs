using Pipeline.Core.Plans;

namespace Pipeline.Cli.Running.Methods;

/// <summary>How long proposals are: by the fewest words that the public style note states, if it does.</summary>
/// <param name="Minimum">New tokens before a text may end; 0 leaves the end to the model.</param>
/// <param name="Maximum">Most new tokens.</param>
internal sealed record ProposalLength(int Minimum, int Maximum)
{
    /// <summary>Most new tokens where nothing is known of the length.</summary>
    private const int Usual = 56;

    /// <summary>Tokens a word, with what is lost when a text is cut at its last sentence end.</summary>
    private const double TokensPerWord = 1.6;

    /// <summary>Tokens in which a text that is long enough should come to an end: about one sentence.</summary>
    private const int Room = 24;

    /// <summary>Part of the most tokens that a proposal has on average: many are over before (tickets: .72).</summary>
    private const double Fullness = .75;

    /// <summary>Of a file's proposals.</summary>
    public static ProposalLength Of(PipelineFile file)
    {
        var minimum = (int)Math.Ceiling((file.Public.Style?.LeastWords ?? 0) * TokensPerWord);
        return new ProposalLength(minimum, Math.Max(Usual, minimum + Room));
    }

    /// <summary>New tokens of a proposal on average.</summary>
    public double Expected => Math.Max(Minimum, Maximum * Fullness);
}

using System.Text;

namespace Pipeline.Core.Inputs;

/// <summary>
/// One thing wrong with what a person gave us. It says where, what and what was expected, and never holds a private value.
/// </summary>
/// <param name="Where">File and line, row or byte: <c>tickets.csv, row 12</c>.</param>
/// <param name="What">What is wrong, without quoting data.</param>
/// <param name="Expected">What would have been right, if that helps.</param>
/// <param name="Nearest">The valid name nearest to the one given, if there is one.</param>
public sealed record Problem(string Where, string What, string? Expected = null, string? Nearest = null)
{
    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder(Where).Append(": ").Append(What);
        if (Expected is not null) text.Append(" Expected ").Append(Expected).Append('.');
        if (Nearest is not null) text.Append(" Did you mean '").Append(Nearest).Append("'?");
        return text.ToString();
    }
}

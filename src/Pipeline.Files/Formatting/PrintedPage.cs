namespace Pipeline.Files.Formatting;

/// <summary>Lines to be printed, each knowing the source lines that it stands for, so that comments find their place again.</summary>
internal sealed class PrintedPage
{
    private sealed class Printed(long leads, long own, int indent, string text)
    {
        /// <summary>Comments at or above this source line go before the printed one.</summary>
        public long Leads { get; } = leads;

        /// <summary>The source line of the key itself.</summary>
        public long Own { get; } = own;

        public int Indent { get; } = indent;

        public string Text { get; } = text;

        public List<string> Before { get; } = [];

        public string? Beside { get; set; }
    }

    private readonly List<Printed> lines = [];

    /// <summary>Adds a line.</summary>
    /// <param name="leads">The source line at which what it begins was written.</param>
    /// <param name="own">The source line of its own key.</param>
    /// <param name="indent">Spaces before it.</param>
    /// <param name="text">The line.</param>
    public void Add(long leads, long own, int indent, string text) => lines.Add(new Printed(leads, own, indent, text));

    /// <summary>The page with its comments: each before, or beside, the line it was written for.</summary>
    public string With(IReadOnlyList<Trivia> trivia)
    {
        var end = new Printed(long.MaxValue, long.MaxValue, 0, "");
        foreach (var piece in trivia)
        {
            if (piece.Inline && lines.Where(line => line.Own <= piece.Line).MaxBy(line => line.Own) is { } beside)
            {
                // A line has room for one comment beside it.
                if (beside.Beside is null) beside.Beside = piece.Text;
                else beside.Before.Add(piece.Text);
            }
            else
            {
                (lines.Where(line => line.Leads >= piece.Line).MinBy(line => line.Leads) ?? end).Before.Add(piece.Text);
            }
        }
        var page = new List<string>();
        foreach (var line in lines.Append(end))
        {
            foreach (var before in line.Before)
            {
                if (before.Length > 0) page.Add(new string(' ', line.Indent) + before);
                else if (page.Count > 0 && page[^1].Length > 0) page.Add("");
            }
            if (line != end) page.Add(new string(' ', line.Indent) + line.Text + (line.Beside is null ? "" : "  " + line.Beside));
        }
        while (page.Count > 0 && page[^1].Length == 0) page.RemoveAt(page.Count - 1);
        return string.Join('\n', page) + "\n";
    }
}

using Pipeline.Core.Inputs;
using Pipeline.Core.Policies;
using Pipeline.Files.Formatting;
using Pipeline.Files.Policies;
using Pipeline.Files.Reading;
using Pipeline.Files.Yaml;

namespace Pipeline.Files;

/// <summary>Reads policies (docs/policy-language.md).</summary>
public static class PolicyFiles
{
    /// <summary>Reads a policy file with the policies it extends.</summary>
    /// <param name="path">The file.</param>
    /// <param name="known">What audits and measures there are, planned ones included.</param>
    /// <exception cref="BadInputException">The file, or one it extends, cannot be used; every problem is listed with line and column.</exception>
    public static Policy Load(string path, AuditNames known)
    {
        var read = PolicyReader.Read(Page.Open(path), known);
        return Page.Finish(read.Policy, read.Pages);
    }

    /// <summary>A policy file in its one form (<c>pipeline policy format</c>): the same policy, its comments kept.</summary>
    /// <param name="path">The file.</param>
    /// <param name="known">What audits and measures there are, planned ones included.</param>
    /// <returns>The text as it is, and as it should be; both with line feeds.</returns>
    /// <exception cref="BadInputException">The file, or one it extends, cannot be used; every problem is listed with line and column.</exception>
    public static (string Now, string Formatted) Format(string path, AuditNames known)
    {
        var page = Page.Open(path);
        Page.Finish(0, PolicyReader.Read(page, known).Pages);
        var source = page.Text!.ReplaceLineEndings("\n");
        return (source, PolicyFormat.Of((YamlSection)page.Root!, source));
    }
}

using FluentValidation;
using Pipeline.Files.Reading;

namespace Pipeline.Files.Rules;

/// <summary>Checks the optional version that every kind of file may state.</summary>
internal static class VersionCheck
{
    /// <summary>Reads the version, 1 where none is stated, and reports one that is not known.</summary>
    public static int CheckVersion(this FileProblems problems, Section file)
    {
        var version = new Stated(file.Count("version") ?? Grammar.Version);
        problems.Check(new Rules(), version);
        return version.Version;
    }

    private sealed record Stated(int Version);

    private sealed class Rules : AbstractValidator<Stated>
    {
        public Rules() => RuleFor(stated => stated.Version).Equal(Grammar.Version)
            .Says("This version of the grammar is not known.", $"{Grammar.Version}");
    }
}

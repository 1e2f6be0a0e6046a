using Pipeline.Core;

namespace Pipeline.Cli.Display;

/// <summary>Shows a run as it goes.</summary>
internal interface IRunDisplay
{
    /// <summary>Runs a stage under a name and shows its progress; gives back what the stage gives.</summary>
    T Stage<T>(string name, Func<IProgress<StageProgress>, T> stage);
}

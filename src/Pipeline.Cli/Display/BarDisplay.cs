using System.Diagnostics;
using Pipeline.Core;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Pipeline.Cli.Display;

/// <summary>For a terminal: a bar with rate and time left while a stage runs, a tick and its time when it is done.</summary>
internal sealed class BarDisplay(IAnsiConsole console) : IRunDisplay
{
    /// <inheritdoc/>
    public T Stage<T>(string name, Func<IProgress<StageProgress>, T> stage)
    {
        var clock = Stopwatch.StartNew();
        var details = new DetailColumn(clock);
        var result = console.Progress().AutoClear(true).HideCompleted(false)
            .Columns(new SpinnerColumn(), new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 30 }, new PercentageColumn(), details)
            .Start(context =>
            {
                var task = context.AddTask(Markup.Escape(name), maxValue: 1);
                task.IsIndeterminate = true;
                return stage(new Bar(task, details));
            });
        console.MarkupLineInterpolated($"[green]✓[/] {name} [grey]{Rates.Duration(clock.Elapsed)}[/]");
        return result;
    }

    private sealed class Bar(ProgressTask task, DetailColumn details) : IProgress<StageProgress>
    {
        public void Report(StageProgress value)
        {
            details.Latest = value;
            if (value.Total <= 0) return;
            task.IsIndeterminate = false;
            task.MaxValue = value.Total;
            task.Value = value.Done;
        }
    }

    private sealed class DetailColumn(Stopwatch clock) : ProgressColumn
    {
        public StageProgress Latest { get; set; }

        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(Latest.Items is null ? "" : Rates.Line(Latest, clock.Elapsed), new Style(Color.Grey));
    }
}

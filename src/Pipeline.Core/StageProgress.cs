namespace Pipeline.Core;

/// <summary>How far a long stage has come.</summary>
/// <param name="Stage">What is being done, in a few words.</param>
/// <param name="Done">Items done.</param>
/// <param name="Total">Items in all.</param>
/// <param name="Items">What is counted: texts, tokens, records.</param>
public readonly record struct StageProgress(string Stage, long Done, long Total, string Items);

namespace Pipeline.Synthesis.Features;

/// <summary>The part of a text's state (2C) that a feature map uses.</summary>
public enum StatePart
{
    /// <summary>The last hidden state of the prompt: what the model is about to say of the text.</summary>
    Last,

    /// <summary>The mean hidden state of the text: what it is about.</summary>
    Mean,

    /// <summary>Both, as one vector.</summary>
    Both,
}
